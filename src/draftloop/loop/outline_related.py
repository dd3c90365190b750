"""Everyday words that writers about technology use for one another: a small thesaurus of our own.

Rewriting from memory keeps ideas and changes words: "cost" comes back as "bill", "slow" as "latency".
Groups are loose on purpose; a shared group is a weak hint that only counts with others. A word may stand in
several groups.
"""

from __future__ import annotations

from functools import cache

GROUPS = """
cost price bill money expensive cheap pay spend spending budget invoice dollar fee afford charge free salary
slow fast speed latency quick performance delay lag wait seconds milliseconds minutes instant snappy rapid
time hour day week month year minute second weekly daily monthly annual yearly night evening morning
test check verify validate assert inspect confirm prove proof exam
measure metric number benchmark score figure count quantify gauge statistic kpi
fail failure break broken crash fall outage incident die dead down error wrong fault
bug defect error mistake flaw problem issue glitch trouble pain hurt
fix repair solve patch mend cure remedy resolve correct workaround solution
start begin first initial launch open kick early beginning
end finish last final close done complete stop finally over
build make create construct produce write craft generate develop
change modify edit alter update rewrite adjust tweak migrate switch replace swap
remove delete drop cut kill trim prune discard erase throw
add include append insert introduce extra new
keep retain hold preserve stay remain save store
save store persist write keep record cache memory
cache memory buffer ram store
disk storage file volume bytes space
big large huge giant massive enormous long great size
small tiny little short minor few mini minimal
more grow increase rise bigger gain climb double expand
less fewer shrink reduce decrease lower smaller cut decline
easy simple trivial straightforward plain effortless
hard difficult tough complex complicated tricky painful
boring dull plain old proven mature stable
new fresh modern recent latest novel
old legacy ancient former past existing previous
people person human user reader customer team colleague somebody anyone everyone nobody
user customer client visitor audience subscriber reader
team colleague group coworker squad crew people engineer
boss manager lead director chief vp executive management
engineer developer programmer coder dev
company business firm startup organization employer vendor
hire recruit interview candidate job role position
job work task role career chore
learn study understand teach know lesson educate course
know understand realize see grasp aware learn
think believe assume guess expect opinion feel
remember recall memory forget mind
tell say explain describe mention talk speak state claim
talk speak discuss meeting conversation chat call
ask question request query wonder
answer reply response respond result
write document note text prose describe post blog article
document docs readme manual guide wiki notes page
read reader skim scan look
show display present reveal demonstrate expose render
see look watch view observe notice spot
find discover detect locate search spot catch
search find lookup query retrieve retrieval fetch
get fetch retrieve obtain receive pull load bring
send deliver push ship emit transmit publish mail
ship release deploy launch publish rollout deliver production
run execute launch operate start
automatic automate script bot cron job scheduled machine
manual hand human person
tool library framework package software program product
service server backend system app application
server machine host node box instance vm computer
cloud aws azure gcp hosted provider vendor
container docker image kubernetes pod
database db postgres sqlite mysql sql table
table row column record index schema
index lookup key btree
query sql select statement
transaction commit lock rollback
lock block wait contention mutex deadlock
log trace record audit history event
monitor observe watch alert dashboard track observability
alert alarm page notify notification warn warning oncall pager
dashboard graph chart plot panel
code source program function implementation script
function method procedure routine call
class type object struct interface
variable value field parameter argument setting
config configuration setting option flag parameter default
default standard preset builtin
version release tag upgrade update
upgrade migrate update bump migration
dependency package library module import third-party
branch merge commit pull git pr
review feedback comment critique approve
network connection socket http request traffic
request call query traffic hit
retry again repeat attempt retries backoff
repeat again twice duplicate copy recurring
copy duplicate replica clone mirror backup
backup restore recover recovery snapshot copy
secure security safe attack attacker hack exploit vulnerability threat
attack attacker phish steal breach hacker
password passkey login credential auth authentication secret token sign
login signin session auth authenticate sign
permission access role right authorize
encrypt key certificate tls cert https
expire expiry renew expiration stale outdated
stale outdated old expired rot obsolete
device phone mobile laptop tablet computer
browser page web site html frontend client
page site website screen view
javascript js script bundle frontend
render paint draw display hydrate
button click tap press link
image picture photo screenshot diagram figure
model llm ai ml gpt network learning
train fit learn fine-tune tune
prompt instruction input question
token word text
data dataset information record rows sample
sample example case instance subset
example case instance story illustration demo anecdote
demo prototype proof poc sample toy
quality good better best excellent
good great nice fine useful benefit well
bad poor worse worst terrible awful ugly
better improve improvement enhance upgrade win gain
benefit advantage win gain pro value worth upside payoff
downside disadvantage drawback con cost price tradeoff limit caveat
tradeoff compromise balance
risk danger hazard threat dangerous
choose pick select decide decision choice option
decide decision choose settle
compare versus against difference contrast alternative
different differ other another alternative change
same equal identical similar like alike
alternative option other instead choice
reason why because cause motivation
cause reason root source origin trigger
effect result outcome consequence impact
goal aim target purpose objective want
want need wish desire hope like
need require must necessary demand
plan roadmap schedule strategy intend
step stage phase procedure recipe process
process workflow procedure pipeline flow
pipeline workflow ci build job
rule policy principle guideline law convention
limit cap maximum bound ceiling threshold quota
threshold limit cutoff level
average mean median typical percentile
often frequent usually common regularly always
rare seldom rarely uncommon never
always every forever constantly everything
most majority mainly mostly
all every everything whole entire everyone
nobody none nothing never
part piece section chunk component portion fragment split
split divide separate partition shard chunk
combine merge join unite together mix
group cluster bucket category sort classify
list set collection checklist items
order sort sequence rank priority
priority important matter key crucial
important matter crucial critical essential key main
summary conclusion takeaway recap wrap lesson
conclusion takeaway closing end lesson
introduction intro opening start background context
background context history story origin
history past previous story timeline
future next later tomorrow upcoming
next later follow after then
lesson learned takeaway learning hindsight
mistake regret wrong error hindsight lesson
advice tip recommend suggestion recommendation should
try attempt experiment test tried trial
experiment trial test study try
work function operate succeed
success win succeed work achieve
help support assist aid
support maintain maintenance upkeep
maintain maintenance upkeep operate care
own owner responsible responsibility ownership
trust believe confidence reliable rely
reliable stable robust solid dependable
stable steady constant settled
safe secure harmless protected
clean tidy cleanup neat clear
mess messy chaos ugly dirty noise
noise noisy false spam irrelevant
clear obvious plain explicit
hidden invisible silent silently secret quiet
silent silently quiet unnoticed invisible
public open share outside external
private internal secret inside
share publish open spread
community forum people open
free open gratis
buy purchase pay acquire
sell sale market customer
market industry sector
size length width amount volume
amount quantity number volume count
enough sufficient plenty
too excessive overly
real actual true production live
production live real prod
fake mock stub synthetic artificial simulate
simulate fake mock pretend
local laptop machine offline own
remote distributed offline distance
parallel concurrent simultaneous async thread
thread process worker concurrency
queue backlog buffer line pending
load traffic stress pressure volume
scale grow scaling big horizontal
spike burst surge peak storm
throttle limit slow backpressure
timeout deadline wait expire
deadline due date late
late delay overdue behind
early soon before ahead
empty blank missing none void null
missing absent lack lost gap without
lose lost loss miss missing
win gain beat success
hurt harm damage pain suffer
happy glad joy love enjoy like fun
enjoy love like fun
hate dislike annoy frustrate
tired exhaust burnout drain fatigue
burnout stress tired drain
calm quiet peace relax
fear afraid scare worry anxious
surprise unexpected shock
expect predict forecast guess
predict forecast estimate guess
estimate guess approximate rough
exact precise accurate correct
correct right accurate true
true truth fact real
myth false lie wrong belief
argue argument debate claim
agree consensus accept yes
refuse reject deny no decline
accept allow permit approve let
allow permit enable let
enable activate turn switch
disable deactivate off block
block prevent stop forbid ban stall
prevent avoid stop protect
avoid skip escape without
skip ignore omit leave
ignore neglect skip overlook
leave quit exit go depart
quit resign leave stop
go move travel walk
move shift transfer migrate relocate
return back revert undo rollback
undo revert rollback back restore
restore recover bring back
wait pause delay hold
pause break stop rest
habit routine practice ritual discipline
practice habit exercise routine train
morning breakfast early dawn
night sleep evening midnight
talk conference speech presentation slides
promotion promote raise level career
raise promotion salary
mentor sponsor coach guide
coach mentor teach train
student learner beginner novice junior newcomer
beginner novice newcomer junior start
senior expert staff experienced veteran
expert specialist senior professional
skill ability talent competence
hobby side fun weekend
weekend saturday sunday
email mail newsletter inbox message
newsletter email subscriber issue
message chat text notification mail slack
link url address reference href
reference source citation link
source origin root reference
title headline heading name
name call label term title
label tag annotate name mark
category topic subject theme
topic subject theme idea
idea concept thought notion
concept idea principle
draft version outline rewrite
outline structure plan skeleton
structure shape layout form organization
layout design structure css
design architecture plan pattern
architecture design structure system
pattern template recipe habit
template boilerplate scaffold
rule law convention
standard spec convention norm
feature capability function option
interface api endpoint ui
api endpoint interface service
protocol standard format
format layout style form
parse read decode
encode serialize format
compress shrink zip
hash checksum fingerprint
random chance luck arbitrary
luck chance fortunate
chance probability odds likelihood
fraction share percent proportion ratio part
percent share fraction rate
rate speed frequency ratio
worth value deserve pay
value worth benefit
waste useless pointless lost
useless pointless worthless
useful helpful handy valuable
consistent uniform same
flaky unstable intermittent random
vendor provider supplier
contract agreement deal
legal law compliance license
license gpl mit legal
privacy private data gdpr
accessibility a11y disabled
keyboard key shortcut
terminal shell cli console command
command instruction order cli
editor vim ide vscode
window pane tab screen
color theme dark light
game play fun
music song audio sound
video film recording stream
book paper chapter read
paper study research publication
research study investigate paper
investigate debug diagnose examine analyze
debug diagnose investigate trace troubleshoot
analyze analysis examine study
postmortem retrospective review incident
"""


@cache
def related() -> dict[str, frozenset[int]]:
    """Stem to the numbers of the groups it stands in."""
    # Imported here: both modules are small, and a caller that never compares pays for neither.
    from draftloop.loop.outline_words import stem

    found: dict[str, set[int]] = {}
    for number, line in enumerate(GROUPS.strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}
