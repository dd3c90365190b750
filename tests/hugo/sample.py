"""A post that does everything to a generator that a technical post does by accident."""

from __future__ import annotations

TITLE = 'Braces, "quotes" & colons: it\'s a trap 🪤'

FENCES = {
    "go-html-template": "{{ .Title }} and {% raw %}\n"
    '{{< figure src="x.png" >}}\n{{% notice tip %}}\nbody\n{{% /notice %}}',
    "text": '{{</* escaped already */>}}\n{{< over\n   two lines >}}\n<!--more-->\na */ b {{< c "*/" >}}',
    "js {1,3-4}": "const marked = {\n  lines: true,\n};",
    "{r, echo=FALSE} {{ x }}": "plot(1)",
    "": "{{% alone\n{{< alone too\nplain {{ x }} {# y #}",
}
SPANS = ("{{< youtube id >}}", "{{% x", "<!--more-->", "a|b", "{{</* y */>}}", "{{< {{< z >}}")

PROSE = (
    "In prose {{< figure >}} and {{% notice %}} and {{ x }} and {% raw %} and {{< left open stay as they are."
)

POST = f"""---
title: "Braces, \\"quotes\\" & colons: it's a trap 🪤"
date: 2026-11-01T08:30:00+01:00
updated: 2026-11-03
description: "What a generator does to braces: a list, and it isn't \\"short\\"."
tags: ["go", "c++", 'it''s']
canonical: https://elsewhere.example/original
cover:
  image: pics/The Cover é.png
  alt: "A trap: open"
math: true
private: false
interest: 3
# private remark between the keys, not for the site
weight: 7
params_of_theme:
  nested: "yes: really"   # verbatim
  list:
    - 1
---

First paragraph, with x_1 + x_2 and 5 < 6.

<!-- private: the boss's name is Zebulon
and this spans lines

even blank ones -->

<!-- more -->

{PROSE}

<!-- private: Zebulon again -->Before <!-- private: Zebulon inline --> after.

## Why "quotes" & braces?

See [the reason](#why-quotes--braces), [another post](../other-post/post.md),
[its part](../other-post/post.md#what-it-costs),
[by reference][ref] and <https://example.com/a?b={{c}}>.

[ref]: ../other-post/post.md "Other"

![A picture with "quotes" & {{{{< braces](<pics/Screen Shot 1.png> "A title")
![again][shot]

[shot]: pics/screen-shot-1.png

- one
  - two

    ```python
    print("{{{{< nested >}}}}")  # in a list
    ```

| a | b {{{{< h >}}}} |
| - | --- |
| `a\\|b` | `{{{{% cell %}}}}` |

A footnote.[^1] A <kbd>Ctrl</kbd> key. And a ~~cut~~.

[^1]: The footnote says {{{{< this >}}}}.

Under lined heading
-------------------

Jump [down](#under-lined-heading).

{"".join(f"{chr(10)}```{info}{chr(10)}{code}{chr(10)}```{chr(10)}" for info, code in FENCES.items())}

    indented {{{{< code >}}}} stays

Spans: {" ".join(f"`{span}`" for span in SPANS)}.

```html
<!-- private: an example in code stays -->
```
"""

OTHER = """---
title: "The other post"
date: 2026-10-01T08:30:00+01:00
description: "Another."
---

Text.

## What it costs

More, and [back](../braces/post.md#why-quotes--braces).
"""
