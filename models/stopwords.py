"""Words that say nothing about what a text is about, folded; data for `models.dutch`."""

_DUTCH = """
aan aangaande al alle allen als alsof altijd ander andere anders ben bent bij bijna bijv
bijvoorbeeld binnen bovendien circa d daar daarbij daardoor daarin daarmee daarna daarnaast
daarom daaronder daarop daarover daarvan daarvoor dan dat de deze dezelfde dezelfden die dient
dit doe doen doet door dus echter een eens eerst elk elke en enige enkele er eraan erbij erin
ermee erna erop ervan ervoor even evenals ga gaan gaat gebeurt geen gehad gemaakt geweest
geworden ging graag haar had hadden heb hebben hebt heeft heel hele hem hen het hetzelfde hier
hierbij hierin hiermee hierna hieronder hierop hierover hiervan hiervoor hij hoe hoelang hoeveel
hoezo hun i ie ieder iedere iedereen iemand iets ik in is ja jij je jou jouw jullie kan kon
konden krijg krijgen krijgt kun kunnen kunt laat laten maar mag me mee meer men met mij mijn
moest moet moeten mogelijk mogen n na naar nadat nee niet niets nodig nog nu o of om omdat
onder ons onze ook op over per s sinds sommige soms steeds t te tegen ten ter terwijl tijdens
toch toe tot tussen u uit uw vaak van vanaf vanuit vanwege veel verder via vindt vind vinden
voor voordat vooral waar waarbij waardoor waarin waarmee waarna waarom waaronder waarop waarover
waaruit waarvan waarvoor wanneer want waren was wat we weet wel welk welke werd werden weten
wie wij wil wilde willen wilt word worden wordt z zal ze zelf zich zij zijn zo zoals zodat
zonder zou zouden zowel zullen zult
"""

_ENGLISH = """
a about am an and any are as at be because been being both but by can could did do does doing
during each for from further get has have having he her here hers him his how i if into is its
itself me more most must my myself no nor not on once only or other our ours out own per same
shall she should so some such than that the their theirs them then there these they this those
through to too under until up very was we were what when where which while who whom why will
with would yes you your yours
"""

DUTCH = frozenset(_DUTCH.split())
ENGLISH = frozenset(_ENGLISH.split())
