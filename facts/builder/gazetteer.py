"""Countries and large towns under the names that players type, and which lies in which.

One law: the list is of what nobody disputes, and short. It serves questions without a store of places behind them;
what the store knows comes first.
"""

from __future__ import annotations

from functools import lru_cache

from facts.reading import read, without_article

# A country under its names, then its towns; "=" joins a town's names.
_LINES = """
Russia|Russian Federation|Россия|Russie|Russland|Rusia|러시아: Moscow=Moskau=Moscou=Moscú=Москва=모스크바, Saint Petersburg=Leningrad=Санкт-Петербург, Vladivostok, Kazan, Novosibirsk, Yekaterinburg, Sochi
France|Frankreich|Francia|프랑스|Франция: Paris=París=Париж=파리, Lyon, Marseille=Marseilles, Nice, Cannes, Bordeaux, Toulouse, Strasbourg, Lille, Nantes, Versailles
Germany|Deutschland|Allemagne|Alemania|독일|Германия: Berlin=Berlín=Берлин=베를린, Munich=München=뮌헨, Hamburg, Cologne=Köln=Colonia, Frankfurt=Frankfurt am Main, Stuttgart, Dresden, Leipzig, Bonn, Nuremberg=Nürnberg
Spain|España|Espagne|Spanien|스페인|Испания: Madrid=마드리드, Barcelona, Seville=Sevilla, Valencia, Granada, Bilbao, San Sebastián
Italy|Italia|Italie|Italien|이탈리아|Италия: Rome=Roma=Rom=Рим=로마, Venice=Venezia=Venedig=Venise=Venecia, Milan=Milano=Mailand, Florence=Firenze=Florenz=Florencia, Naples=Napoli, Turin=Torino, Bologna, Genoa=Genova
United Kingdom|UK|Great Britain|Britain|England|Scotland|Wales|Angleterre|Royaume-Uni|Großbritannien|Reino Unido|영국|Великобритания: London=Londres=Londra=Лондон=런던, Edinburgh, Manchester, Liverpool, Glasgow, Birmingham, Oxford, Cambridge, Cardiff, Belfast, Bristol, Leeds
Ireland|Irland|Irlande|Irlanda|아일랜드: Dublin=더블린, Cork, Galway
United States of America|United States|USA|US|America|U.S.|États-Unis|Vereinigte Staaten|Estados Unidos|EE. UU.|미국|США: New York=New York City=NYC=뉴욕=Нью-Йорк, Los Angeles=LA=L.A., Chicago, Houston, San Francisco, Boston, Seattle, Miami, Dallas, Philadelphia, Atlanta, Detroit, Denver, Las Vegas=Vegas, New Orleans, Washington DC=Washington D.C.=Washington, Honolulu, Hollywood
Canada|Kanada|Canadá|캐나다|Канада: Ottawa, Toronto, Montreal=Montréal, Vancouver, Quebec City, Calgary
Mexico|México|Mexiko|Mexique|멕시코|Мексика: Mexico City=Ciudad de México, Guadalajara, Cancún, Acapulco, Tijuana
Brazil|Brasil|Brésil|Brasilien|브라질|Бразилия: Brasília, Rio de Janeiro=Rio, São Paulo
Argentina|Argentinien|Argentine|아르헨티나|Аргентина: Buenos Aires
Chile|Chili|칠레: Santiago=Santiago de Chile
Peru|Perú|Pérou|페루|Перу: Lima, Cusco=Cuzco
Colombia|Kolumbien|Colombie|콜롬비아|Колумбия: Bogotá, Medellín, Cartagena
Venezuela|Vénézuéla|베네수엘라: Caracas
Cuba|Kuba|쿠바|Куба: Havana=La Habana=Havanna
Portugal|포르투갈|Португалия: Lisbon=Lisboa=Lissabon=Lisbonne, Porto=Oporto
Netherlands|Holland|Pays-Bas|Niederlande|Países Bajos|네덜란드|Нидерланды: Amsterdam, Rotterdam, The Hague=Den Haag=La Haye, Utrecht
Belgium|Belgique|Belgien|Bélgica|벨기에|Бельгия: Brussels=Bruxelles=Brüssel=Bruselas, Antwerp=Antwerpen, Bruges=Brugge, Ghent
Switzerland|Suisse|Schweiz|Suiza|스위스|Швейцария: Bern=Berne, Zurich=Zürich, Geneva=Genève=Genf=Ginebra, Basel, Locarno, Lausanne
Austria|Österreich|Autriche|오스트리아|Австрия: Vienna=Wien=Vienne=Viena=Вена=빈, Salzburg, Graz, Innsbruck
Poland|Polska|Pologne|Polen|Polonia|폴란드|Польша: Warsaw=Warszawa=Warschau=Varsovie=Варшава=바르샤바, Kraków=Krakow=Cracow, Gdańsk=Danzig, Łódź, Wrocław
Czech Republic|Czechia|Tchéquie|Tschechien|Chequia|체코|Чехия: Prague=Praha=Prag=Praga=Прага=프라하, Brno, Karlovy Vary
Slovakia|Slowakei|Slovaquie|Eslovaquia|슬로바키아|Словакия: Bratislava
Slovenia|Slowenien|Slovénie|Eslovenia|슬로베니아|Словения: Ljubljana
Hungary|Ungarn|Hongrie|Hungría|헝가리|Венгрия: Budapest=부다페스트
Romania|Rumänien|Roumanie|Rumania|루마니아|Румыния: Bucharest=București=Bukarest=Bucarest
Bulgaria|Bulgarien|Bulgarie|불가리아|Болгария: Sofia
Serbia|Serbien|Serbie|세르비아|Сербия: Belgrade=Beograd=Belgrad
Croatia|Kroatien|Croatie|Croacia|크로아티아|Хорватия: Zagreb, Dubrovnik
Greece|Griechenland|Grèce|Grecia|그리스|Греция|Ελλάδα: Athens=Athen=Athènes=Atenas=Αθήνα=Афины=아테네, Thessaloniki=Salonica
Turkey|Türkiye|Türkei|Turquie|Turquía|튀르키예|Турция: Ankara, Istanbul=İstanbul=Constantinople=Estambul
Ukraine|Ucrania|우크라이나|Украина|Україна: Kyiv=Kiev=Kiew=Киев=Київ, Odesa=Odessa, Lviv, Kharkiv
Belarus|Weißrussland|Biélorussie|벨라루스|Беларусь: Minsk
Finland|Finnland|Finlande|Finlandia|핀란드|Финляндия: Helsinki=헬싱키
Sweden|Schweden|Suède|Suecia|스웨덴|Швеция: Stockholm, Gothenburg=Göteborg, Malmö
Norway|Norwegen|Norvège|Noruega|노르웨이|Норвегия: Oslo, Bergen
Denmark|Dänemark|Danemark|Dinamarca|덴마크|Дания: Copenhagen=København=Kopenhagen=Copenhague
Iceland|Island|Islande|Islandia|아이슬란드|Исландия: Reykjavik=Reykjavík
Estonia|Estland|Estonie|에스토니아: Tallinn
Latvia|Lettland|Lettonie|Letonia|라트비아: Riga
Lithuania|Litauen|Lituanie|Lituania|리투아니아: Vilnius
Japan|Japon|Japón|일본|Япония|日本: Tokyo=Tokio=東京=とうきょう=Токио=도쿄, Osaka=大阪=오사카, Kyoto=京都, Nagasaki, Hiroshima=広島, Sapporo, Yokohama, Nagoya
China|Chine|중국|Китай|中国|People's Republic of China|PRC: Beijing=Peking=Pékin=Pekín=北京=Пекин=베이징, Shanghai=上海=상하이, Guangzhou=Canton, Shenzhen, Chengdu, Wuhan, Xi'an
Hong Kong|홍콩|Гонконг|香港:
Taiwan|대만|Тайвань: Taipei
South Korea|Republic of Korea|ROK|Südkorea|Corée du Sud|Corea del Sur|한국|대한민국|남한|Южная Корея: Seoul=서울=Séoul=Seúl=Сеул, Busan=Pusan=부산, Incheon=인천, Daegu=대구, Gwangju, Daejeon, Jeonju
North Korea|Democratic People's Republic of Korea|DPRK|Nordkorea|Corée du Nord|Corea del Norte|북한|조선|조선민주주의인민공화국|Северная Корея: Pyongyang=P'yŏngyang=Pjöngjang=평양=Пхеньян, Hamhung, Kaesong=개성, Wonsan, Chongjin
Mongolia|Mongolei|Mongolie|몽골|Монголия: Ulaanbaatar=Ulan Bator
Vietnam|Viet Nam|베트남|Вьетнам: Hanoi=Hà Nội=하노이, Ho Chi Minh City=Saigon
Thailand|Thaïlande|Tailandia|태국|Таиланд: Bangkok=방콕
India|Inde|Indien|인도|Индия: New Delhi=Delhi, Mumbai=Bombay, Kolkata=Calcutta, Chennai=Madras, Bangalore=Bengaluru, Agra
Pakistan|파키스탄|Пакистан: Islamabad, Karachi, Lahore
Bangladesh|방글라데시: Dhaka=Dacca
Nepal|Népal|네팔: Kathmandu
Indonesia|Indonesien|Indonésie|인도네시아|Индонезия: Jakarta, Bandung
Malaysia|Malaisie|말레이시아: Kuala Lumpur=KL
Philippines|Philippinen|Filipinas|필리핀|Филиппины: Manila
Singapore|Singapur|Singapour|싱가포르:
Myanmar|Burma|Birmanie|미얀마: Naypyidaw, Yangon=Rangoon
Cambodia|Kambodscha|Cambodge|Camboya|캄보디아: Phnom Penh
Laos|라오스: Vientiane
Australia|Australien|Australie|호주|오스트레일리아|Австралия: Canberra, Sydney=시드니, Melbourne, Brisbane, Perth, Adelaide
New Zealand|Neuseeland|Nouvelle-Zélande|Nueva Zelanda|뉴질랜드: Wellington, Auckland, Christchurch
Egypt|Ägypten|Égypte|Egipto|이집트|Египет: Cairo=Kairo=Le Caire=El Cairo=카이로, Alexandria, Giza, Luxor
Israel|Israël|이스라엘|Израиль: Jerusalem, Tel Aviv, Haifa
Lebanon|Libanon|Liban|Líbano|레바논: Beirut
Syria|Syrien|Syrie|Siria|시리아: Damascus=Damaskus=Damas
Iraq|Irak|이라크|Ирак: Baghdad=Bagdad
Iran|Irán|이란|Иран|Persia: Tehran=Teheran=Téhéran
Saudi Arabia|Saudi-Arabien|Arabie saoudite|Arabia Saudita|사우디아라비아: Riyadh, Mecca, Medina, Jeddah
Jordan|Jordanien|Jordanie|Jordania|요르단: Amman
Kuwait|Koweït|쿠웨이트: Kuwait City
Morocco|Maroc|Marokko|Marruecos|모로코|Марокко: Rabat, Casablanca, Marrakesh=Marrakech, Fez
Algeria|Algerien|Algérie|Argelia|알제리: Algiers=Alger
Tunisia|Tunesien|Tunisie|Túnez|튀니지: Tunis
Libya|Libyen|Libye|Libia|리비아: Tripoli
Liberia|라이베리아: Monrovia
Nigeria|Nigéria|나이지리아: Abuja, Lagos
Niger|니제르: Niamey
Ghana|가나: Accra
Senegal|Sénégal|세네갈: Dakar
Mali|말리: Bamako, Timbuktu
Malawi|말라위: Lilongwe
Ethiopia|Äthiopien|Éthiopie|Etiopía|에티오피아: Addis Ababa
Kenya|Kenia|케냐: Nairobi, Mombasa
Tanzania|탄자니아: Dodoma, Dar es Salaam
Uganda|우간다: Kampala
South Africa|Südafrika|Afrique du Sud|Sudáfrica|남아프리카 공화국|ЮАР: Pretoria, Cape Town=Kapstadt, Johannesburg, Durban
Zimbabwe|짐바브웨: Harare
Zambia|잠비아: Lusaka
Gambia|감비아: Banjul
Guinea|Guinée|기니: Conakry
Guyana|가이아나: Georgetown
Paraguay|파라과이: Asunción
Uruguay|우루과이: Montevideo
Ecuador|에콰도르: Quito, Guayaquil
Bolivia|볼리비아: La Paz, Sucre
Panama|Panamá|파나마: Panama City
Guatemala|과테말라: Guatemala City
Georgia|Georgien|Géorgie|조지아|Грузия: Tbilisi
Armenia|Armenien|Arménie|아르메니아: Yerevan
Azerbaijan|아제르바이잔: Baku
Kazakhstan|카자흐스탄|Казахстан: Astana=Nur-Sultan, Almaty
Afghanistan|아프가니스탄: Kabul
Dominica|도미니카 연방: Roseau
Dominican Republic|도미니카 공화국: Santo Domingo
Mauritania|모리타니: Nouakchott
Mauritius|모리셔스: Port Louis
"""
# A town's name with "City" after it is another place here, or the country's capital.
CITIES_OF_THEIR_OWN = frozenset(
    str.split("mexico kuwait panama guatemala kansas quebec oklahoma atlantic salt jefferson")
)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], tuple[tuple[str, ...], ...]]:
    """Each place's names by any of them, each town's countries by any of its names, and all places."""
    names: dict[str, tuple[str, ...]] = {}
    within: dict[str, tuple[str, ...]] = {}
    for line in _LINES.strip().splitlines():
        country, _, towns = line.partition(":")
        aliases = tuple(country.split("|"))
        for alias in aliases:
            names.setdefault(_form(alias), aliases)
        for town in filter(None, (each.strip() for each in towns.split(","))):
            called = tuple(town.split("="))
            for alias in called:
                names.setdefault(_form(alias), called)
                within[_form(alias)] = aliases
    return names, within, tuple(dict.fromkeys(names.values()))


def _form(text: str) -> str:
    return without_article(read(text))


def aliases(place: str) -> tuple[str, ...]:
    """Other names of a place; none where it is not listed. England is in the United Kingdom, and not its name."""
    form = _form(place)
    found = _tables()[0].get(form, ())
    parts = {"england", "scotland", "wales", "angleterre"}
    if form in parts:
        return (place,)
    return tuple(each for each in found if _form(each) not in parts)


def countries_of(town: str) -> tuple[str, ...]:
    """The names of the country a listed town lies in."""
    return _tables()[1].get(_form(town), ())


def others(place: str) -> tuple[str, ...]:
    """Every listed name of every other place."""
    form = _form(place)
    mine = _tables()[0].get(form, ())
    return tuple(name for called in _tables()[2] if called != mine for name in called if _form(name) != form)
