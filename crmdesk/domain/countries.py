"""Countries by the names that people write: in seven languages, by their codes of two and three letters."""

from __future__ import annotations

from functools import cache

from crmdesk.domain.fold import fold

_NAMES = """
AD Andorra|AND
AE United Arab Emirates|UAE|ARE|Vereinigte Arabische Emirate|Émirats arabes unis|Emiratos Árabes Unidos
AE Emirati Arabi Uniti
AL Albania|ALB|Albanien|Albanie
AR Argentina|ARG|Argentinien|Argentine|Argentinië
AT Austria|AUT|Österreich|Oesterreich|Autriche|Áustria|Oostenrijk
AU Australia|AUS|Australien|Australie|Austrália|Australië
BA Bosnia and Herzegovina|BIH|Bosnia|Bosnien und Herzegowina|Bosnie-Herzégovine
BD Bangladesh|BGD|Bangladesch
BE Belgium|BEL|Belgien|Belgique|Bélgica|Belgio|België
BG Bulgaria|BGR|Bulgarien|Bulgarie|Bulgária|Bulgarije
BO Bolivia|BOL|Bolivien|Bolivie|Bolívia
BR Brazil|BRA|Brasilien|Brésil|Brasil|Brasile|Brazilië
CA Canada|CAN|Kanada|Canadá
CH Switzerland|CHE|SUI|Schweiz|Suisse|Suiza|Svizzera|Suíça|Zwitserland
CL Chile|CHL|Chili|Cile
CN China|CHN|Chine|Cina|People's Republic of China|VR China
CO Colombia|COL|Kolumbien|Colombie|Colômbia
CR Costa Rica|CRI
CY Cyprus|CYP|Zypern|Chypre|Chipre|Cipro
CZ Czech Republic|CZE|Czechia|Tschechien|Tschechische Republik|République tchèque|República Checa|Repubblica Ceca
CZ Tsjechië
DE Germany|DEU|GER|Deutschland|Allemagne|Alemania|Germania|Alemanha|Duitsland|BRD|Federal Republic of Germany
DK Denmark|DNK|Dänemark|Danemark|Dinamarca|Danimarca|Denemarken|Danmark
DO Dominican Republic|DOM|Dominikanische Republik|République dominicaine|República Dominicana
DZ Algeria|DZA|Algerien|Algérie|Argelia|Argélia|Algerije
EC Ecuador|ECU|Équateur|Equador
EE Estonia|EST|Estland|Estonie|Estônia
EG Egypt|EGY|Ägypten|Égypte|Egipto|Egitto|Egito|Egypte
ES Spain|ESP|Spanien|Espagne|España|Spagna|Espanha|Spanje
FI Finland|FIN|Finnland|Finlande|Finlandia|Finlândia|Suomi
FR France|FRA|Frankreich|Francia|França|Frankrijk
GB United Kingdom|GBR|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Vereinigtes Königreich|Großbritannien
GB Royaume-Uni|Reino Unido|Regno Unito|Verenigd Koninkrijk|Groot-Brittannië
GR Greece|GRC|Griechenland|Grèce|Grecia|Grécia|Griekenland|Hellas
HK Hong Kong|HKG|Hongkong
HR Croatia|HRV|Kroatien|Croatie|Croacia|Croazia|Croácia|Kroatië|Hrvatska
HU Hungary|HUN|Ungarn|Hongrie|Hungría|Ungheria|Hungria|Hongarije|Magyarország
ID Indonesia|IDN|Indonesien|Indonésie|Indonésia|Indonesië
IE Ireland|IRL|Irland|Irlande|Irlanda|Ierland|Republic of Ireland|Éire
IL Israel|ISR|Israël|Israele
IN India|IND|Indien|Inde|Índia
IS Iceland|ISL|Island|Islande|Islandia|Islanda|IJsland
IT Italy|ITA|Italien|Italie|Italia|Itália|Italië
JO Jordan|JOR|Jordanien|Jordanie|Jordania
JP Japan|JPN|Japon|Japón|Giappone|Japão
KE Kenya|KEN|Kenia|Quênia
KR South Korea|KOR|Korea|Republic of Korea|Südkorea|Corée du Sud|Corea del Sur|Corea del Sud|Coreia do Sul|Zuid-Korea
KW Kuwait|KWT|Koweït
LB Lebanon|LBN|Libanon|Liban|Líbano|Libano
LI Liechtenstein|LIE
LT Lithuania|LTU|Litauen|Lituanie|Lituania|Lituânia|Litouwen
LU Luxembourg|LUX|Luxemburg|Luxemburgo|Lussemburgo
LV Latvia|LVA|Lettland|Lettonie|Letonia|Lettonia|Letônia
MA Morocco|MAR|Marokko|Maroc|Marruecos|Marocco|Marrocos
MC Monaco|MCO|Mónaco
MT Malta|MLT|Malte
MX Mexico|MEX|Mexiko|Mexique|México|Messico
MY Malaysia|MYS|Malaisie|Malasia|Maleisië
NG Nigeria|NGA|Nigéria
NL Netherlands|NLD|NED|The Netherlands|Holland|Niederlande|Pays-Bas|Países Bajos|Paesi Bassi|Países Baixos|Nederland
NO Norway|NOR|Norwegen|Norvège|Noruega|Norvegia|Noorwegen|Norge
NZ New Zealand|NZL|Neuseeland|Nouvelle-Zélande|Nueva Zelanda|Nuova Zelanda|Nova Zelândia|Nieuw-Zeeland
PA Panama|PAN|Panamá
PE Peru|PER|Pérou|Perú
PH Philippines|PHL|Philippinen|Filipinas|Filippine|Filipijnen
PK Pakistan|PAK
PL Poland|POL|Polen|Pologne|Polonia|Polônia|Polska
PT Portugal|PRT|Portogallo
QA Qatar|QAT|Katar
RO Romania|ROU|Rumänien|Roumanie|Rumania|Romênia|Roemenië
RS Serbia|SRB|Serbien|Serbie|Sérvia|Servië
RU Russia|RUS|Russian Federation|Russland|Russie|Rusia|Rússia|Rusland
SA Saudi Arabia|SAU|Saudi-Arabien|Arabie saoudite|Arabia Saudita|Arabia Saudí|Saoedi-Arabië
SE Sweden|SWE|Schweden|Suède|Suecia|Svezia|Suécia|Zweden|Sverige
SG Singapore|SGP|Singapur|Singapour
SI Slovenia|SVN|Slowenien|Slovénie|Eslovenia|Slovenija|Eslovênia|Slovenië
SK Slovakia|SVK|Slowakei|Slovaquie|Eslovaquia|Slovacchia|Eslováquia|Slowakije
TH Thailand|THA|Thaïlande|Tailandia|Thailandia|Tailândia
TN Tunisia|TUN|Tunesien|Tunisie|Túnez|Tunísia|Tunesië
TR Turkey|TUR|Türkei|Turquie|Turquía|Turchia|Turquia|Turkije|Türkiye
TW Taiwan|TWN
UA Ukraine|UKR|Ucrania|Ucraina|Ucrânia|Oekraïne
US United States|USA|United States of America|U.S.|U.S.A.|America|Vereinigte Staaten|États-Unis|Estados Unidos
US Stati Uniti|Verenigde Staten|EE. UU.
UY Uruguay|URY|Uruguai
VE Venezuela|VEN
VN Vietnam|VNM|Viet Nam|Viêt Nam
ZA South Africa|ZAF|RSA|Südafrika|Afrique du Sud|Sudáfrica|Sudafrica|África do Sul|Zuid-Afrika
"""


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for line in _NAMES.strip().split("\n"):
        code, _space, names = line.partition(" ")
        for name in (code, *names.split("|")):
            codes.setdefault(_plain(name), code)
    return codes


def _plain(name: str) -> str:
    return "".join(mark for mark in fold(name) if mark.isalnum())


def code_of(name: str) -> str:
    """The two letters of the country that a name means; empty where it means none that is known."""
    return _codes().get(_plain(name), "")


def english_name(code: str) -> str:
    """What the country of that code is called in English; the code itself where it is not known."""
    lines = (line for line in _NAMES.split("\n") if line.startswith(f"{code} "))
    return next((line[3:].partition("|")[0] for line in lines), code)
