"""Words for actors: titles and agent nouns with their PLOVER sector, ministries, first names, pronouns.

A title names one person's office; an agent noun describes someone without naming him ("soldiers", "a diplomat").
"""

from __future__ import annotations


def _table(text: str) -> dict[str, str]:
    return {
        word.strip(): sector
        for line in text.strip().splitlines()
        for sector, _, words in [line.strip().partition(" ")]
        for word in words.split(",")
    }


# Offices held by one person. Spelled British and American alike through ``plain``.
TITLES = _table(
    """
    GOV president, vice president, deputy president, prime minister, deputy prime minister, vice premier, premier
    GOV chancellor, vice chancellor, first minister, chief minister, minister, foreign minister, defence minister
    GOV interior minister, finance minister, justice minister, economy minister, health minister, energy minister
    GOV oil minister, trade minister, education minister, culture minister, transport minister
    GOV agriculture minister, environment minister, labour minister, information minister, industry minister
    GOV home minister, security minister, external affairs minister, deputy foreign minister, vice foreign minister
    GOV deputy minister, cabinet minister, chief cabinet secretary, cabinet secretary, foreign secretary
    GOV home secretary, defence secretary, secretary of state, deputy secretary of state, treasury secretary
    GOV commerce secretary, press secretary, state secretary, chancellor of the exchequer, attorney general
    GOV surgeon general, trade representative, national security adviser, security adviser, adviser, chief of staff
    GOV ambassador, envoy, special envoy, consul general, consul, diplomat, governor, mayor, lord mayor
    GOV commissioner, king, queen, emperor, crown prince, sultan, emir, prince, princess, supreme leader
    GOV spokesperson, spokesman, spokeswoman, official, senior official, undersecretary, assistant secretary
    GOV state counsellor, chief of government, head of state, head of government, foreign policy chief
    GOV representative, leader, deputy leader, negotiator, government spokesman, government spokeswoman
    GOV presidential spokesman, junta leader, opposition spokesman, councillor, minister of state
    GOV minister of foreign affairs, minister of defence, central bank governor, economics minister
    GOV budget minister, tourism minister
    LEG senator, sen, lawmaker, legislator, congressman, congresswoman, deputy, mp, member of parliament, speaker
    LEG house speaker, parliament speaker, majority leader, minority leader, rep, parliamentarian
    LEG senate majority leader, whip
    IGO secretary general, director general, managing director, high representative, high commissioner, rapporteur
    MIL general, gen, colonel, col, lieutenant, lt, captain, capt, major, maj, sergeant, sgt, admiral, adm
    MIL brigadier, commander, lieutenant general, major general, brigadier general, army chief, chief of the army
    MIL military spokesman, lieutenant colonel, army spokesman, military chief, defence chief, field marshal
    MIL air marshal, commander in chief, corporal, private, army commander
    COP police chief, sheriff, inspector, superintendent, chief constable, detective, police spokesman
    COP police commissioner, police spokeswoman, police officer, constable, police commander
    JUD judge, justice, chief justice, prosecutor, chief prosecutor, public prosecutor, magistrate
    JUD state prosecutor, prosecutor general, lawyer, attorney, district attorney, barrister, defence lawyer
    SPY intelligence chief, spy chief, intelligence director
    PTY party leader, opposition leader, party chairman, candidate, presidential candidate, opposition politician
    PTY politician, nominee, presidential nominee, general secretary, party secretary
    REB rebel leader, warlord, militant leader, rebel commander, insurgent leader, taliban spokesman
    BUS chief executive, ceo, chief executive officer, chief financial officer, chairman, chairwoman, chair
    BUS executive, director, manager, vice chairman, executive director, businessman, businesswoman, tycoon
    BUS entrepreneur, banker, trader, chief operating officer, founder, owner, billionaire, investor
    BUS chief economist, treasurer, executive vice president, senior vice president, broker
    EDU professor, prof, teacher, principal, dean, student, researcher, scientist, academic, scholar, historian
    EDU lecturer, political scientist, economist, expert, analyst
    JRN journalist, reporter, editor, correspondent, columnist, anchor, broadcaster, photographer, cameraman
    JRN editor in chief, blogger
    MED doctor, dr, nurse, surgeon, physician, epidemiologist, virologist
    REL pope, archbishop, bishop, cardinal, imam, ayatollah, cleric, priest, rabbi, reverend, rev, pastor
    REL patriarch, father, monk, mufti
    LAB union leader, labour leader, union boss
    CVL activist, campaigner, protester, resident, witness, eyewitness, mother, author, actor, actress, singer
    CVL writer, farmer, artist, survivor, victim, student leader, dissident, whistleblower, environmentalist
    CVL musician, director of, filmmaker, athlete
    """
)
HONORIFICS = {
    "mr": "male",
    "mrs": "female",
    "ms": "female",
    "miss": "female",
    "sir": "male",
    "lord": "male",
    "lady": "female",
    "dame": "female",
}
GENDERED = {  # a title's or noun's own gender
    "king": "male", "queen": "female", "prince": "male", "princess": "female", "chairman": "male", "chairwoman": "female",
    "spokesman": "male", "spokeswoman": "female", "congressman": "male", "congresswoman": "female", "businessman": "male",
    "businesswoman": "female", "pope": "male", "bishop": "male", "imam": "male", "emperor": "male", "mother": "female",
    "father": "male", "actress": "female", "man": "male", "woman": "female", "boy": "male", "girl": "female",
}  # fmt: skip

# Nouns for unnamed actors. Plural and singular; organisations among them are in ORGANISATION_NOUNS too.
AGENTS = _table(
    """
    GOV official, government, administration, cabinet, regime, ministry, authority, authorities, diplomat, aide
    GOV bureaucrat, junta, embassy, consulate, leadership, president, minister, leader, ambassador, envoy
    GOV negotiator, monarch, delegation, foreign ministry, defence ministry, interior ministry, finance ministry
    GOV justice ministry, health ministry, ministry of defence, ministry of foreign affairs, central bank, treasury
    GOV agency, department, state media regulator, regulator, governor, mayor, city council, electoral commission
    GOV election commission, customs, royal family, civil servant, government official, border guard agency
    GOV intelligence official, security official, foreign office, home office, election official, health official
    GOV coalition government
    LEG parliament, senate, congress, legislature, lawmaker, legislator, senator, mp, assembly, national assembly
    LEG deputy, parliamentarian, lower house, upper house, congressman, parliamentary committee
    MIL military, army, navy, air force, soldier, troop, troops, forces, force, general, commander, coast guard
    MIL warplane, warship, fighter jet, armed forces, security forces, peacekeeper, marine, sailor, paratrooper
    MIL airman, infantry, serviceman, artillery, submarine, armed force, military official, army officer
    MIL military officer, air strike, government forces, veteran, warplanes, special forces, army general
    MIL government troops, regime forces, jet, navy ship, aircraft carrier, fighter pilot, military spokesman
    MIL army spokesman
    COP police, policeman, policewoman, police officer, riot police, officer, detective, prison guard
    COP security guard, law enforcement, security services, border guard, border police, gendarme, gendarmerie
    COP prison official, policemen, police force, secret police
    SPY intelligence agency, intelligence service, intelligence services, spy, spy agency, intelligence officer
    SPY secret service, spies
    JUD court, supreme court, constitutional court, high court, judge, prosecutor, tribunal, judiciary, jury
    JUD justice, appeals court, magistrate, lawyer, attorney, court official, federal court, federal judge
    PTY party, opposition, ruling party, opposition party, opposition leader, candidate, politician, faction
    PTY coalition, voter bloc, opposition politician, opposition group, party official
    REB rebel, insurgent, guerrilla, separatist, militant, fighter, rebel group, insurgency, jihadist, jihadi
    REB terrorist, extremist, islamist, terror group, militant group, armed group, rebels, terrorist group
    REB mutineer, secessionist, terrorist organisation, suicide bomber, opposition fighter, rebel force
    REB rebel commander, tribal fighter, bomber
    PRM militia, militiaman, paramilitary, militiamen, vigilante, paramilitaries, mercenary, settler militia
    UAF gunman, gunmen, attacker, assailant, armed man, armed men, kidnapper, hostage taker, unidentified gunman
    CRM gang, cartel, drug cartel, criminal, mafia, smuggler, trafficker, drug trafficker, pirate, thief
    CRM gang member, hacker, drug lord, bandit
    CVL protester, demonstrator, civilian, resident, citizen, villager, activist, crowd, voter, people, prisoner
    CVL detainee, hostage, human rights activist, rights activist, campaigner, victim, witness, passenger, family
    CVL families, child, children, woman, women, man, men, rioter, mob, settler, consumer, tourist, dissident
    CVL bystander, pedestrian, teenager, girl, boy, mourner, survivor, hunger striker, homeless, youth, native
    CVL population, community, public, local, inmate, environmentalist, onlooker, squatter, pro-democracy activist
    CVL political prisoner, commuter, worshipper, looter
    JRN journalist, reporter, media, press, newspaper, broadcaster, editor, correspondent, state media, news agency
    JRN state television, state tv, photographer, blogger, columnist, television station, tv station, radio station
    JRN television channel, tv channel, news outlet, magazine
    EDU student, teacher, professor, university, school, academic, researcher, scientist, scholar, expert, analyst
    EDU economist, think tank, pupil, university student, historian
    MED doctor, nurse, hospital, health worker, medic, paramedic, physician, medical staff, surgeon, medical worker
    LAB worker, trade union, union, labour union, striker, miner, union leader, truck driver, dockworker
    LAB factory worker, trade unionist, labourer, employee, driver, pilot
    AGR farmer, peasant, farm worker, herder, fisherman, fishermen, rancher
    BUS company, firm, business, businessman, bank, investor, trader, executive, employer, corporation
    BUS manufacturer, oil company, airline, retailer, carmaker, shareholder, chief executive, businessmen
    BUS businesswoman, billionaire, subsidiary, supplier, exporter, importer, factory owner, shopkeeper
    BUS tech company, energy company, brokerage, insurer, industry group, drugmaker, contractor, operator
    REF refugee, migrant, asylum seeker, displaced person, displaced people, immigrant, evacuee, stateless person
    REL church, mosque, cleric, priest, bishop, imam, monk, nun, rabbi, clergy, ayatollah, religious leader
    REL pilgrim, sect
    NGO aid group, charity, aid worker, aid agency, rights group, human rights group, humanitarian group, ngo
    NGO watchdog, relief worker, non-governmental organisation, aid organisation, monitoring group, aid agencies
    NGO relief agency, humanitarian worker, nonprofit
    SOC tribe, clan, tribesman, tribesmen, minority, elder, tribal leader, tribal elder, football fan, fan
    SOC ethnic group, civil society
    ELI former president, former prime minister, former minister, former official, former leader, ex-president
    """
)
ORGANISATION_NOUNS = frozenset(
    """government administration cabinet regime ministry authority junta embassy consulate leadership treasury agency
    department regulator commission parliament senate congress legislature assembly house military army navy
    force guard forces police service services court tribunal judiciary party opposition faction coalition group
    insurgency organisation organization militia gang cartel mafia media press newspaper broadcaster university
    school hospital union company firm business bank corporation manufacturer airline retailer carmaker church
    mosque charity ngo watchdog tank television station channel council committee bloc alliance ministry office
    outlet agencies gendarmerie""".split()
)
PERSON_NOUNS = frozenset({"man", "woman", "boy", "girl", "child", "teenager", "mother", "father"})
GENERIC_PLURALS = frozenset(
    {"people", "men", "women", "children", "families", "family", "public", "population", "community", "local"}
)
BODY_HEADS = frozenset(
    """minister ministers leader leaders nation nations country countries member members ally allies diplomat diplomats
    official officials state states government governments partner partners power powers ambassador ambassadors
    envoy envoys bloc group economy economies lawmakers chiefs""".split()
)

# "the bloc": kinds of organisation a nominal can take up again
BODY_NOUNS = {
    "bloc": "IGO", "alliance": "IGO", "union": "IGO", "grouping": "IGO", "body": "IGO", "organisation": "", "organization": "",
    "group": "", "agency": "", "institution": "", "party": "PTY", "company": "BUS", "firm": "BUS", "bank": "BUS", "carmaker": "BUS",
    "airline": "BUS", "corporation": "BUS", "newspaper": "JRN", "broadcaster": "JRN", "ministry": "GOV", "court": "JUD",
    "movement": "", "militia": "", "commission": "", "council": "", "university": "EDU", "retailer": "BUS", "maker": "BUS",
    "department": "GOV", "watchdog": "", "charity": "NGO", "regulator": "GOV", "force": "", "association": "", "committee": "",
}  # fmt: skip
COUNTRY_NOUNS = frozenset({"country", "nation", "kingdom", "republic", "state", "emirate", "sultanate", "island"})

NAME_SECTORS = {  # last resort for the sector of an organisation: a word of its name
    "ministry": "GOV", "department": "GOV", "agency": "GOV", "commission": "GOV", "council": "GOV", "government": "GOV", "bureau": "GOV",
    "office": "GOV", "embassy": "GOV", "secretariat": "GOV", "treasury": "GOV", "administration": "GOV", "authority": "GOV",
    "cabinet": "GOV", "parliament": "LEG", "congress": "LEG", "senate": "LEG", "assembly": "LEG", "knesset": "LEG", "legislature": "LEG",
    "party": "PTY", "democrats": "PTY", "army": "MIL", "navy": "MIL", "forces": "MIL", "force": "MIL", "military": "MIL", "marines": "MIL",
    "brigade": "MIL", "battalion": "MIL", "guard": "MIL", "guards": "MIL", "police": "COP", "court": "JUD", "tribunal": "JUD",
    "university": "EDU", "college": "EDU", "institute": "EDU", "school": "EDU", "academy": "EDU", "hospital": "MED", "clinic": "MED",
    "church": "REL", "mosque": "REL", "diocese": "REL", "union": "LAB", "bank": "BUS", "inc": "BUS", "inc.": "BUS", "corp": "BUS",
    "corp.": "BUS", "ltd": "BUS", "ltd.": "BUS", "co": "BUS", "co.": "BUS", "plc": "BUS", "company": "BUS", "group": "BUS",
    "holdings": "BUS", "airlines": "BUS", "airways": "BUS", "motors": "BUS", "industries": "BUS", "ag": "BUS", "sa": "BUS", "llc": "BUS",
    "times": "JRN", "news": "JRN", "post": "JRN", "daily": "JRN", "herald": "JRN", "tribune": "JRN", "television": "JRN", "tv": "JRN",
    "radio": "JRN", "journal": "JRN", "gazette": "JRN", "front": "REB", "brigades": "REB", "rebels": "REB", "militia": "PRM",
    "cartel": "CRM", "foundation": "NGO", "association": "SOC", "federation": "SOC", "observatory": "NGO", "intelligence": "SPY",
}  # fmt: skip

MALE_NAMES = frozenset(
    """james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark
    donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob
    gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander
    raymond patrick jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle walter
    harold jeremy carl keith roger gerald ethan arthur terry christian sean lawrence austin joe noah jesse
    albert bryan billy bruce willie jordan dylan alan ralph gabriel roy juan wayne eugene logan randy louis
    russell vincent philip bobby johnny bradley simon ian neil graham stuart martin colin derek nigel trevor
    oliver harry leo hugh liam connor tom tim jim bob bill mike dave steve dan ben sam matt chris nick tony jeff
    greg ken ron don ted jimmy antonio luis carlos miguel pedro jorge manuel francisco fernando rafael sergio
    pablo javier alejandro diego mario marco giovanni luca paolo andrea giuseppe francesco pierre jean jacques
    michel philippe francois nicolas laurent hans klaus jurgen wolfgang stefan andreas thomas heinz dieter lars
    erik anders bjorn ivan sergei sergey dmitry dmitri vladimir mikhail alexei alexey nikolai igor oleg andrei
    andrey boris yuri viktor pavel konstantin mohammed muhammad mohamed mohammad ahmed ahmad ali hassan hussein
    omar abdullah ibrahim khalid mahmoud mustafa yusuf youssef karim hamid rashid tariq bilal osman mehmet murat
    kemal emre ravi rajesh sanjay amit anil vijay rahul arjun suresh hiroshi takashi kenji kazuo akira toru
    shinji yukio makoto satoshi daniel david moshe yitzhak shimon avi kwame kofi chinedu emeka""".split()
)
FEMALE_NAMES = frozenset(
    """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley
    kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia
    kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel
    carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina
    joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances
    kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly
    isabella theresa diana natalie brittany charlotte marie kayla alexis lori jane kate lucy claire fiona
    gillian nicola hilary hillary ellen eva ingrid petra ursula heike sabine monika birgit francoise isabelle
    sylvie nathalie sophie camille giulia chiara francesca elena carmen rosa ana lucia pilar dolores olga
    natalia natalya svetlana irina tatiana ekaterina yulia oksana ludmila galina anastasia fatima aisha khadija
    leila layla zainab mariam noor amina huda nadia yasmin priya sunita anita lakshmi indira sonia yuko keiko
    naomi akiko michiko yoko haruka mei ling xiu golda tzipi ayelet ngozi chioma amara wangari""".split()
) - {"jean", "andrea"}  # fmt: skip


def plain(title: str) -> str:
    """A title in lower case and one spelling: "Defense Secretary" and "defence secretary" are the same office."""
    text = title.lower().replace("-", " ").replace(".", "")
    return (
        text.replace("defense", "defence")
        .replace("labor", "labour")
        .replace("advisor", "adviser")
        .replace("organization", "organisation")
    )


def title_sector(title: str) -> str | None:
    """PLOVER sector of an office: that of its longest ending that is known."""
    words = plain(title).split()
    return next((TITLES[key] for i in range(len(words)) if (key := " ".join(words[i:])) in TITLES), None)


def singular(word: str) -> str:
    """Singular of an agent noun; the word itself where it is none."""
    irregular = {
        "men": "man",
        "women": "woman",
        "gunmen": "gunman",
        "spokesmen": "spokesman",
        "policemen": "policeman",
        "wives": "wife",
    }
    if word in irregular:
        return irregular[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
