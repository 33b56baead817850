"""Names that stand for one another: a capital or a seat for the state that it speaks for."""

import re
from functools import cache

_SEATS = """
    abuja:nigeria,nigerian accra:ghana,ghanaian addis:ethiopia,ethiopian algiers:algeria,algerian
    amman:jordan,jordanian ankara:turkey,turkish,turkiye ashgabat:turkmenistan,turkmen
    asmara:eritrea,eritrean astana:kazakhstan,kazakh athens:greece,greek baghdad:iraq,iraqi
    baku:azerbaijan,azerbaijani bamako:mali,malian bangkok:thailand,thai
    beijing:china,chinese,prc beirut:lebanon,lebanese belgrade:serbia,serbian berlin:germany,german
    bern:switzerland,swiss bishkek:kyrgyzstan,kyrgyz bogota:colombia,colombian
    brasilia:brazil,brazilian bratislava:slovakia,slovak brussels:eu,european,nato,belgium,belgian
    bucharest:romania,romanian budapest:hungary,hungarian cairo:egypt,egyptian
    canberra:australia,australian caracas:venezuela,venezuelan chisinau:moldova,moldovan
    copenhagen:denmark,danish damascus:syria,syrian delhi:india,indian dhaka:bangladesh,bangladeshi
    doha:qatar,qatari dublin:ireland,irish dushanbe:tajikistan,tajik hanoi:vietnam,vietnamese
    harare:zimbabwe,zimbabwean havana:cuba,cuban helsinki:finland,finnish
    islamabad:pakistan,pakistani jakarta:indonesia,indonesian jerusalem:israel,israeli
    kabul:afghanistan,afghan khartoum:sudan,sudanese kiev:ukraine,ukrainian,kyiv
    kinshasa:congo,congolese kremlin:russia,russian,moscow kyiv:ukraine,ukrainian,kiev
    lima:peru,peruvian lisbon:portugal,portuguese london:britain,british,uk madrid:spain,spanish
    manila:philippines,philippine mexico:mexican minsk:belarus,belarusian
    mogadishu:somalia,somali moscow:russia,russian,kremlin nairobi:kenya,kenyan niamey:niger
    oslo:norway,norwegian ottawa:canada,canadian ouagadougou:burkina,burkinabe paris:france,french
    pentagon:us,american,washington podgorica:montenegro,montenegrin prague:czech,czechia
    pretoria:africa,african pristina:kosovo pyongyang:korea,korean quito:ecuador,ecuadorian
    rabat:morocco,moroccan riga:latvia,latvian riyadh:saudi rome:italy,italian sanaa:yemen,yemeni
    santiago:chile,chilean sarajevo:bosnia,bosnian seoul:korea,korean skopje:macedonia,macedonian
    sofia:bulgaria,bulgarian stockholm:sweden,swedish taipei:taiwan,taiwanese
    tallinn:estonia,estonian tashkent:uzbekistan,uzbek tbilisi:georgia,georgian tehran:iran,iranian
    teheran:iran,iranian tirana:albania,albanian tokyo:japan,japanese tripoli:libya,libyan
    tunis:tunisia,tunisian ulaanbaatar:mongolia,mongolian vatican:pope vienna:austria,austrian
    vilnius:lithuania,lithuanian warsaw:poland,polish washington:us,american,america
    wellington:zealand yerevan:armenia,armenian zagreb:croatia,croatian
"""
_STANDS_FOR = {
    name: tuple(others.split(","))
    for name, _, others in (entry.partition(":") for entry in _SEATS.split())
}


@cache
def also_called(name: str) -> frozenset[str]:
    """Other words in small letters for the state or body that a name in small letters means; its
    people mean it too: "americans"."""
    found = set(_STANDS_FOR.get(name, ()))
    for seat, others in _STANDS_FOR.items():
        if name in others:
            found |= {seat, *others}
    if not found and name.endswith("ns"):
        return also_called(name.removesuffix("s"))
    return frozenset(found - {name})


def unowned(word: str) -> str:
    """A word without the ending of an owner: "Torvik" of "Torvik's"."""
    return re.sub(r"['’]s?$", "", word)
