"""Words for people: by the office that they hold, and by what they are."""

OFFICES = (
    r"(?:president|prime minister|minister|premier|chancellor|pope|king|queen|leader|chief|head"
    r"|chair(?:man|woman|person)?|governor|mayor|commander|general|admiral|colonel|secretary"
    r"|ambassador|envoy|senator|director|editor|founder|boss|author|spokes(?:man|woman|person))"
)
"""A pattern of offices, in the singular."""
PEOPLE = (
    r"(?:man|men|woman|women|boys?|girls?|child(?:ren)?|kids?|person|people|soldiers?|officers?"
    r"|drivers?|pilots?|sailors?|operators?|fighters?|prisoners?|hostages?|refugees?|victims?"
    r"|suspects?|gunm[ae]n|attackers?|witness(?:es)?|journalists?|reporters?|bloggers?|writers?"
    r"|protest[eo]rs?|demonstrators?|activists?|politicians?|lawmakers?|deput(?:y|ies)|lawyers?"
    r"|judges?|doctors?|nurses?|teachers?|students?|pupils?|schoolgirls?|schoolboys?|players?"
    r"|singers?|actors?|actress(?:es)?|engineers?|scientists?|researchers?|workers?|managers?"
    r"|intermediar(?:y|ies)|go-betweens?|middlem[ae]n|mediators?|informants?|whistleblowers?"
    r"|owners?|priests?|bishops?|athletes?|coach(?:es)?|winners?|candidates?)"
)
"""A pattern of words for what somebody is."""
