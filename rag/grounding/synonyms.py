"""Words that a rewording may put for one another."""

from functools import cache

from index.terms import stem

_ALIKE = """
    seize seized seizes seizing seizure capture captured captures capturing take took taken takes
        taking conquer conquered
    attack attacked attacks attacking strike struck strikes striking hit hits hitting assault
        assaulted assaults raid raided
    kill killed kills killing dead died deaths death
    injure injured injuries injuring wound wounded wounds
    troops soldiers servicemen personnel servicepeople forces military army
    soldier serviceman
    aircraft plane planes airplane jet jets
    aid assistance help support
    near nearby close around vicinity
    start started starts begin began begins begun launch launched open opened
    end ended ends finish finished conclude concluded stop stopped halt halted
    large big major significant substantial considerable sizeable great heavy massive
    small minor limited
    increase increased increases grow grew grown growth rise rose risen raise raised
    decrease decreased decreases fall fell fallen decline declined drop dropped reduce reduced
        reduces lower lowered
    buy bought purchase purchased acquire acquired
    use used uses using employ employed utilise utilize utilized
    show showed shown shows indicate indicated indicates suggest suggested suggests demonstrate
        demonstrated demonstrates imply implied implies signal signalled signaled
    say said says state stated states statement statements remark remarks tell told tells claim
        claimed claims assert asserted asserts declare declared declares note noted notes comment
        commented comments announce announced announces announcement argue argued argues report
        reported reports maintain maintained
    reject rejected rejects dismiss dismissed dismisses refuse refused refuses refusal
        rebuff rebuffed
    deny denied denies denial
    repeat repeated repeats reiterate reiterated reiterates restate restated
    assess assessed assesses assessment judge judged judges believe believes believed conclude
    warn warned warns caution cautioned
    promise promised pledge pledged vow vowed
    plan planned plans planning intend intended intends intention aim aimed aims seek seeks sought
        want wants wanted
    try tried tries trying attempt attempted attempts attempting effort efforts
    require required requires need needed needs
    allow allowed allows let permit permitted permits enable enabled enables
    cause caused causes causing
    give gave given gives giving provide provided provides providing supply supplied supplies
        grant granted
    send sent sends deploy deployed deploys deployment
    hold held holds holding conduct conducted conducts conducting carry carried carrying
    continue continued continues continuing ongoing keep kept keeps remain remained remains still
    ceasefire cease truce armistice
    talks talk negotiation negotiations negotiate negotiating discussions
    settlement town village
    city town
    region area oblast province
    chief head leader commander
    president presidential
    official officials
    country nation state
    government authorities administration
    minister ministry
    spokesperson spokesman spokeswoman
    approximately roughly about around some
    fully completely entirely totally
    unwilling unwillingness reluctant
    willing willingness ready readiness prepared
    interest interested
    goal goals objective objectives aim aims
    demand demands demanded
    condition conditions precondition prerequisite
    delay delayed delays delaying postpone postponed
    matter matters mattered difference
    question questions request requested ask asked asks inquiry query comment
    call called calls calling describe described describes describing term termed label labelled
        labeled state stated stating
    force forced forces forcing compel compelled compels coerce coerced oblige obliged obliging
    rebuild rebuilt reconstitute restore restored regroup replenish rearm
    belong belongs belonged part
    raise raised raises brought bring
    subsume subsumed absorb absorbed take
    spend spent take took taken
    discuss discussed conversation spoke speak spoken speaks talked
    crash crashed crashes
    destroy destroyed destroys destruction
    damage damaged damages damaging
    advance advanced advances advancing gain gained gains progress
    withdraw withdrew withdrawal withdrawn retreat retreated
    lack lacks lacking without absence
    fail failed fails failing failure
    likely probably probable
    reportedly allegedly purportedly supposedly alleged supposed reported
    possibly potentially perhaps
    recently recent
    car vehicle
    children child
    woman women
    man men
    people persons residents civilians person
    firm company
    agreement deal pact treaty
    sign signed signs signing
    concern concerned concerns worried worry
    weapons arms munitions weaponry
    money funds funding
    illegitimate illegitimacy
    legitimate legitimacy
    join joined joining accession membership member
    size area
    lasted lasting long
    over during throughout
    partly partially
    mostly mainly primarily largely
    leave left departed quit
    build built construct constructed construction
    repair repaired repairs fix fixed
    double doubled twice
    former ex previously
    beginning start
    finish completion
    reopen reopened
    cost costs costing
    mark marks
    former previous
    replace replaced
    weaken weakened weakens
    portray portrayed portrays depict depicted frame framed frames cast
    blame blamed blames
    persuade persuaded convince convinced
    influence influenced
    pressure pressured press
    occur occurred occurs happen happened happens
    involve involved involves
    purpose aim
    fire fired shot shoot shoots downed
    prevent prevented prevents block blocked
    recognise recognize recognized recognises recognition
    current currently present now
    position positions stance
    requirement requirements
    freeze froze frozen freezes
    expand expanded expansion enlargement enlarge
    speech address
    journalist reporter
    newspaper paper
    vote voted ballot referendum
    reply replied respond responded response answer answered
    intermediary intermediaries
    channel channels backchannel backchannels
    production output produce produced
    move moved moves moving
    import imported imports
    lead led leads leading
    effort campaign
    worth valued
    monitor observe observed
    cooperate cooperation collaborate
    adopt adopted
    confirm confirmed confirms
    acknowledge acknowledged acknowledges admit admitted admits
    lose lost loses loss losses
"""


@cache
def _groups() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, line in enumerate(_ALIKE.replace("\n        ", " ").strip().splitlines()):
        for word in line.split():
            table.setdefault(stem(word), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in table.items()}


def alike(one: str, other: str) -> bool:
    """Whether a rewording may put one word for the other, both given as stems."""
    groups = _groups()
    return bool(groups.get(one, frozenset()) & groups.get(other, frozenset()))
