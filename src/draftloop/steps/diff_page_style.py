"""Style and script of the diff's page. The script adds lines; without it every link is a number to follow."""

STYLE = """
:root { color-scheme: light dark; --ground: #faf6ee; --text: #2a2722; --dim: #655d50; --rule: #e4dcca;
  --lit: #f1e7cf; --dropped: #9c2424; --added: #2b6434; --moved: #14598c; --split: #7a3d8a; --merged: #0d6668;
  --reworded: #85590b; --kept: #8a8171; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181d; --text: #dcd8cf; --dim: #a09c93;
  --rule: #333945; --lit: #2a3140; --dropped: #f08c84; --added: #93c98a; --moved: #7fc1e8; --split: #d3a1e0;
  --merged: #79cfc8; --reworded: #e0b566; --kept: #77736b; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 Georgia, serif; max-width: 84rem; margin: 2.5rem auto; padding: 0 1.25rem;
  color: var(--text); background: var(--ground); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; font-weight: normal; }
h1 .to { color: var(--dim); } h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; }
h3 { font-size: 1rem; margin: 0 0 .6rem; padding-bottom: .3rem; border-bottom: 1px solid var(--rule); }
h3 span, .dim, .path, .near, .why { color: var(--dim); font-weight: normal; }
a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: .2em; }
ul { list-style: none; margin: 0; padding: 0; }
.figures { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: .9rem 0; }
.g { display: inline-block; width: 1.1em; text-align: center; font-family: ui-monospace, monospace;
  font-weight: bold; }
.dropped .g, .dropped .t { color: var(--dropped); } .added .g, .added .t { color: var(--added); }
.moved .g { color: var(--moved); } .split .g { color: var(--split); } .merged .g { color: var(--merged); }
.reworded .g, .unsure .g { color: var(--reworded); } .kept .g { color: var(--kept); }
.settled { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; align-items: center; font-size: .92rem; }
.settled b { font-size: 1.05rem; }
meter { width: 5rem; height: .7rem; vertical-align: baseline; }
.lost { max-width: 52rem; } .lost .path { margin: .9rem 0 .1rem; font-size: .92rem; }
.lost li { display: grid; grid-template-columns: 2.6rem 1.3em 1fr; column-gap: .35rem; align-items: baseline;
  padding: .1rem 0; margin-left: calc(var(--d, 0) * 1.2rem); } .lost .n { text-align: right; }
.near, .why { font-size: .88rem; } .near { display: block; grid-column: 3; }
.n { color: var(--dim); font: .78rem ui-monospace, monospace; text-decoration: none; }
.doubts li { display: grid; grid-template-columns: 1fr 1fr 3.2rem; gap: 1.2rem; padding: .25rem 0;
  border-bottom: 1px solid var(--rule); } .doubts .n { text-align: right; }
.pair { display: grid; grid-template-columns: 1fr 1fr; column-gap: 7rem; position: relative; }
.lines { position: absolute; left: 0; top: 0; width: 100%; height: 100%; pointer-events: none; fill: none;
  stroke-width: 1.3; overflow: visible; }
.lines path { opacity: .6; } .lines .kept { opacity: .3; } .lines .unsure { stroke-dasharray: 5 4; }
.lines .hot { opacity: 1; stroke-width: 2.6; stroke: var(--text); }
.p { display: grid; grid-template-columns: 2.4rem 1.3em 1fr auto; column-gap: .35rem; padding: .12rem .25rem;
  margin-left: calc(var(--d) * 1.15rem); border-radius: 3px; align-items: baseline; break-inside: avoid; }
.p > .n:first-child { text-align: right; } .head .t { font-weight: bold; }
.kept:not(.head) .t { color: var(--dim); }
.p:hover, .p:target, .p.on, li:target { background: var(--lit); }
.why { display: block; } .w { text-decoration: underline; text-decoration-color: var(--reworded);
  text-decoration-thickness: .13em; text-underline-offset: .18em; }
@media (max-width: 50rem) { .pair { column-gap: 1.2rem; } .lines { display: none; }
  .p { grid-template-columns: 1.5rem 1.1em 1fr auto; column-gap: .2rem;
    margin-left: calc(var(--d) * .7rem); } }
@media print { :root { color-scheme: only light; --ground: #fff; --text: #000; --dim: #555; --rule: #bbb;
    --dropped: #8a1c1c; --added: #1f5528; --moved: #0d4470; --split: #632f72; --merged: #08494b;
    --reworded: #6b4707; --kept: #666; font-size: 9.5pt; }
  body { margin: 0; max-width: none; padding: 0; } .lines { display: none; } .pair { column-gap: 1.2rem; }
  a { text-decoration: none; } h2 { break-after: avoid; } }
"""

SCRIPT = """
(function () {
  "use strict";
  var pair = document.getElementById("pair"), svg = document.getElementById("lines");
  if (!pair || !svg) return;
  var olds = Array.prototype.slice.call(pair.querySelectorAll(".p[data-to]"));
  var kinds = ["kept", "reworded", "moved", "split", "merged"], links = [], of = {};
  olds.forEach(function (old) {
    old.dataset.to.split(" ").forEach(function (id) {
      var now = document.getElementById(id);
      if (!now) return;
      var kind = kinds.filter(function (name) { return now.classList.contains(name); })[0] || "kept";
      if (old.classList.contains("split")) kind = "split";
      var unsure = old.classList.contains("unsure") && now.classList.contains("unsure");
      var link = { old: old, now: now, kind: kind + (unsure ? " unsure" : "") };
      links.push(link);
      (of[old.id] = of[old.id] || []).push(link);
      (of[id] = of[id] || []).push(link);
    });
  });
  var hot = null, lit = [];
  function middle(point) { return point.offsetTop + Math.min(point.offsetHeight / 2, 14); }
  function curve(link, left, right) {
    var a = middle(link.old), b = middle(link.now), m = (left + right) / 2;
    return "M" + left + " " + a + "C" + m + " " + a + " " + m + " " + b + " " + right + " " + b;
  }
  function edges() {
    var sides = pair.querySelectorAll(".side");
    return [sides[0].offsetLeft + sides[0].offsetWidth + 4, sides[1].offsetLeft - 4];
  }
  function path(name, d) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", "path");
    made.setAttribute("class", name);
    made.setAttribute("d", d);
    made.setAttribute("stroke", "var(--" + name.split(" ")[0] + ")");
    svg.appendChild(made);
    return made;
  }
  function draw() {
    var e = edges(), lines = {};
    links.forEach(function (link) {
      (lines[link.kind] = lines[link.kind] || []).push(curve(link, e[0], e[1]));
    });
    while (svg.firstChild) svg.removeChild(svg.firstChild);
    Object.keys(lines).forEach(function (name) { path(name, lines[name].join("")); });
    hot = path("hot", "");
  }
  function light(event) {
    var point = event.target.closest ? event.target.closest(".p") : null;
    lit.forEach(function (one) { one.classList.remove("on"); });
    var mine = point ? of[point.id] || [] : [], e = edges();
    lit = [];
    mine.forEach(function (link) { lit.push(link.old, link.now); });
    lit.forEach(function (one) { one.classList.add("on"); });
    if (hot) hot.setAttribute("d", mine.map(function (link) { return curve(link, e[0], e[1]); }).join(""));
  }
  var waits = false;
  function soon() {
    if (waits) return;
    waits = true;
    requestAnimationFrame(function () { waits = false; draw(); });
  }
  draw();
  addEventListener("load", soon);
  addEventListener("resize", soon);
  pair.addEventListener("mouseover", light);
  pair.addEventListener("focusin", light);
})();
"""
