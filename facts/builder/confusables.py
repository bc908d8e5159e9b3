"""What is mistaken for one another: names a slip apart that mean different things, and other names for one thing.

One law: within a group no name is ever a slip for another, however alike they are.
"""

from __future__ import annotations

from functools import lru_cache

from facts.reading import read

_DIFFERENT = """
hydrogen, helium, lithium, beryllium, boron, carbon, nitrogen, oxygen, fluorine, neon, sodium, magnesium, aluminium, silicon, phosphorus, sulfur, chlorine, argon, potassium, calcium, scandium, titanium, vanadium, chromium, manganese, iron, cobalt, nickel, copper, zinc, gallium, germanium, arsenic, selenium, bromine, krypton, rubidium, strontium, yttrium, zirconium, niobium, molybdenum, technetium, ruthenium, rhodium, palladium, silver, cadmium, indium, tin, antimony, tellurium, iodine, xenon, caesium, barium, lanthanum, cerium, praseodymium, neodymium, promethium, samarium, europium, gadolinium, terbium, dysprosium, holmium, erbium, thulium, ytterbium, lutetium, hafnium, tantalum, tungsten, rhenium, osmium, iridium, platinum, gold, mercury, thallium, lead, bismuth, polonium, astatine, radon, francium, radium, actinium, thorium, protactinium, uranium, neptunium, plutonium, americium, curium, berkelium, californium, einsteinium, fermium, mendelevium, nobelium, lawrencium, rutherfordium, dubnium, seaborgium, bohrium, hassium, meitnerium, darmstadtium, roentgenium, copernicium, nihonium, flerovium, moscovium, livermorium, tennessine, oganesson
proton, photon, phonon, electron, positron, neutron, neutrino, muon, meson, boson, baryon, gluon, graviton, hadron, fermion, lepton, quark, pion
mitosis, meiosis
Alien, Aliens
Predator, Predators
Kim Jong Il, Kim Jong Un, Kim Jong Nam, Kim Il Sung, Kim Jong Suk, Kim Jong-chul
김정일, 김정은, 김일성, 김정남, 김정숙, 김정철
Ким Чен Ир, Ким Чен Ын, Ким Ир Сен
desert, dessert
affect, effect
stationary, stationery
complement, compliment
principal, principle
silicon, silicone
alkane, alkene, alkyne
methane, methene, ethane, ethene, propane, propene, butane, butene, pentane, pentene, methanol, ethanol, propanol, methanal, ethanal
glycogen, glucagon, glucose, galactose, fructose
adenine, adenosine
thymine, thiamine
cytosine, cysteine, cystine
ureter, urethra, uterus
ilium, ileum
perineum, peritoneum
nitrite, nitrate, nitride
sulfite, sulfate, sulfide
chlorite, chlorate, chloride
phosphite, phosphate, phosphide
stalactite, stalagmite
astronomy, astrology
immigration, emigration
inductance, impedance
capacitor, capacitance
refraction, reflection, diffraction
fission, fusion
transcription, translation, transduction
insulin, inulin
George W. Bush, George H. W. Bush, George Bush
Johann Strauss, Richard Strauss
Monet, Manet
Claude Monet, Édouard Manet
Johnson, Johnston, Jonson
Samuel Johnson, Ben Jonson, Andrew Johnson, Lyndon Johnson
Austen, Austin
Hawking, Hawkins
Persia, Prussia
Gaelic, Gallic, garlic
Roman, Romanian
Carthage, Cartagena
Macedon, Macedonia
Balkan, Balkans, Baltic
Budapest, Bucharest
Dakar, Dhaka
Kingston, Kingstown
Granada, Grenada
Tasmania, Tanzania
Columbia, Colombia
Virginia, West Virginia
Dakota, North Dakota, South Dakota
Carolina, North Carolina, South Carolina
Korea, North Korea, South Korea
Congo, Republic of the Congo, Democratic Republic of the Congo
"""
_SAME = """
World War I, First World War, WWI, WW1, World War One, World War 1, the Great War
World War II, Second World War, WWII, WW2, World War Two, World War 2
European Union, EU
United Nations, UN, UNO
NATO, North Atlantic Treaty Organization, North Atlantic Treaty Organisation
NASA, National Aeronautics and Space Administration
DNA, deoxyribonucleic acid, desoxyribonucleic acid
RNA, ribonucleic acid
Soviet Union, USSR, Union of Soviet Socialist Republics, UdSSR, СССР, Советский Союз, 소련
aluminium, aluminum
sulfur, sulphur
caesium, cesium
kilogram, kilogramme, kg
television, TV
Mount Everest, Everest, Chomolungma, Qomolangma, Sagarmatha
Joseon, Chosun, Choson
"""


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    return _by_name(_DIFFERENT), _by_name(_SAME)


def _by_name(lines: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines.strip().splitlines():
        group = tuple(each.strip() for each in line.split(","))
        for each in group:
            found[read(each)] = tuple(dict.fromkeys((*found.get(read(each), ()), *group)))
    return found


def mistaken_for(name: str) -> tuple[str, ...]:
    """The listed names that are not this one, though they look or sound like it."""
    form = read(name)
    same = {read(each) for each in (name, *also_called(name))}
    return tuple(each for each in _tables()[0].get(form, ()) if read(each) not in same)


def also_called(name: str) -> tuple[str, ...]:
    """Other listed names of the very same thing."""
    form = read(name)
    return tuple(each for each in _tables()[1].get(form, ()) if read(each) != form)
