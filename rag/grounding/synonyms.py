"""Words that a rewording may put for one another."""

from functools import cache
from pathlib import Path

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
    sign signed signs signing conclude concluded
    action actions intervention operation operations
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
    fire fired fires firing shot shoot shoots downed
    fire fired fires firing launch launched launches launching
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
    satisfied content happy pleased
    reading interpretation understanding view
    basis base foundation underpinnings underpinning grounds
    ground territory terrain land
    face faces faced facing confront confronted
    next following
    route routed routing channel channelled channeled channelling channeling
    shrink reduce
    urge urged urges call called
    due scheduled supposed
    elevate elevated boost boosted enhance enhanced strengthen strengthened improve improved bolster
        bolstered raise raised
    leverage leveraged exploit exploited exploits use used uses using
    stature standing status reputation prestige
    integrate integrated draw drew drawn bring brought
    deprive depriving deprived deny denying
    inhabitants residents people civilians population locals
    necessities essentials goods
    employment job jobs work
    instruct instructed order ordered direct directed tell told
    direct directed send sent transfer transferred
    destroy destroyed destruction blew blow blown explode exploded demolish demolished
    entirely wholly fully completely totally all entire entirety whole
    only just alone solely merely exclusively
    emphasise emphasize emphasised emphasized stress stressed stresses underline underlined
        highlight highlighted
    launch launched open opened opens initiate initiated
    concentrate concentrated focus focused focusing focussed centre centred center centered
    abandon abandoned forgo forgone drop dropped give gave given renounce renounced relinquish
        relinquished
    evacuate evacuated remove removed
    expel expelled eject ejected drive drove driven
    recruit recruited recruits enlist enlisted hire hired
    train trained trains training instruct instructed
    appoint appointed name named install installed designate designated
    dismiss dismissed fire fired sack sacked remove removed oust ousted
    arrest arrested detain detained seize seized
    visit visited visits trip travelled traveled
    meet met meets meeting talks
    criticise criticize criticised criticized criticism condemn condemned denounce denounced
    praise praised laud lauded
    support supported supports back backed backs backing endorse endorsed
    oppose opposed opposes resist resisted object objected
    hinder hindered impede impeded hamper hampered obstruct obstructed disrupt disrupted
    complicate complicated
    encircle encircled surround surrounded
    defend defended defends protect protected
    rebuild rebuilding reconstruction reconstruct
    resume resumed resumes restart restarted
    suspend suspended pause paused halt halted
    accelerate accelerated speed sped hasten hastened intensify intensified step
    slow slowed slows
    shell shelled shelling bombard bombarded bombardment
    cross crossed crosses crossing
    transport transported move moved relocate relocated redeploy redeployed transfer transferred
    mobilise mobilize mobilised mobilized mobilisation mobilization conscript conscripted callup
    arrive arrived arrives come came reach reached
    probe probed investigate investigated investigation inquiry
    accident crash collision
    ban banned bans prohibit prohibited forbid forbade forbidden outlaw outlawed
    approve approved approves approval ratify ratified endorse endorsed
    release released publish published publishes issue issued
    expect expected expects anticipate anticipated foresee
    doubt doubts doubted scepticism skepticism question questioned
    fear fears feared worry worries
    difficulty difficulties problem problems trouble troubles challenge challenges issue issues
    shortage shortages scarcity lack
    border frontier boundary
    front frontline frontlines lines
    outskirts edge edges suburbs
    road highway route
    deadline date
    quota target
    percent percentage share proportion
    fighter fighters combatant combatants militant militants
    fighting combat battle battles clashes hostilities
    invasion war conflict
    occupied captured held
    rumor rumour rumors rumours speculation
    document documents paper papers file files
    video footage clip clips images imagery
    photo photos photograph photographs picture pictures image images
    purportedly claimed
    mere merely only
    extra additional more further
    unspecified unnamed unidentified anonymous unknown
    main primary principal chief key central core
    quick quickly rapid rapidly fast swift swiftly prompt promptly
    simultaneous simultaneously once concurrently together
    frequent frequently often regular regularly
    eventual eventually ultimately finally
    immediate immediately instant instantly right
    wrong incorrect inaccurate false untrue mistaken
    correct accurate true right
    enough sufficient sufficiently adequate
    poor bad weak
    strong powerful robust
    crucial vital essential key critical important
    dangerous hazardous risky
    likewise similarly also
    return returned returns returning bring_back
    withdraw withdrew withdrawn pull_back
    isolate isolated cut_off
"""


PARTICLES = frozenset(
    {
        "out",
        "off",
        "up",
        "down",
        "back",
        "away",
        "over",
        "in",
        "on",
        "into",
        "through",
        "forth",
        "part",
        "place",
    }
)
"""What makes a verb another one: "pull out", "go off"."""
_IRREGULAR = """
    go went gone|beat beat beaten|draw drew drawn|break broke broken|take took taken|give gave given
    bring brought brought|hold held held|come came come|get got gotten|run ran run|keep kept kept
    blow blew blown|throw threw thrown|fall fell fallen|drive drove driven|send sent sent
    make made made|build built built|fight fought fought|win won won|lose lost lost|lay laid laid
    lead led led|leave left left|meet met met|say said said|tell told told|think thought thought
    find found found|strike struck struck|hide hid hidden|rise rose risen|see saw seen
    sell sold sold|buy bought bought|shoot shot shot|show showed shown|shrink shrank shrunk
    sink sank sunk|speak spoke spoken|spend spent spent|stand stood stood|swear swore sworn
    teach taught taught|tear tore torn|write wrote written|withdraw withdrew withdrawn
    begin began begun|become became become|catch caught caught|choose chose chosen|feed fed fed
    fly flew flown|forbid forbade forbidden|freeze froze frozen|grow grew grown
    know knew known|lie lay lain
    overrun overran overrun|oversee oversaw overseen|pay paid paid|seek sought sought
    steal stole stolen|undergo underwent undergone|wear wore worn|bear bore borne|bind bound bound
    deal dealt dealt|dig dug dug|feel felt felt|flee fled fled|hear heard heard|mean meant meant
"""


@cache
def _bases() -> dict[str, str]:
    verbs = _IRREGULAR.replace("\n", "|").split("|")
    return {form: forms[0] for forms in map(str.split, verbs) if forms for form in forms[1:]}


def key_of(word: str, particle: str = "") -> str:
    """The stem of a word in small letters, of the base form of an irregular verb; with a particle
    behind it, that of both: "went off" as "go_off"."""
    verb, _, written = word.partition("_")
    behind = particle or written
    key = stem(_bases().get(verb, verb))
    return f"{key}_{behind}" if behind else key


WORDNET = Path(__file__).parent / "wordnet" / "synonyms.txt"
"""Words of one meaning, a group a line, in their more frequent senses: WordNet 3.0, whose licence
lies beside it. `bench/grounding_wordnet.py` writes it."""


@cache
def _groups() -> dict[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    own = _ALIKE.replace("\n        ", " ").strip().splitlines()
    for number, line in enumerate([*own, *WORDNET.read_text("utf-8").splitlines()]):
        for word in line.split():
            table.setdefault(key_of(word), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in table.items()}


def meanings(key: str) -> frozenset[int]:
    """The groups of words of one meaning that a stem is in."""
    return _groups().get(key, frozenset())


def alike(one: str, other: str) -> bool:
    """Whether a rewording may put one word for the other, both given as stems."""
    return bool(meanings(one) & meanings(other))
