"""The commonest Norwegian words that Danish spells otherwise. A table only, lower case."""

from __future__ import annotations

_TEXT = """
av=af etter=efter mellom=mellem meg=mig seg=sig deg=dig nå=nu hva=hvad ut=ud inn=ind opp=op mye=meget sier=siger
sa=sagde ble=blev blitt=blevet hadde=havde noe=noget noen=nogen ordfører=borgmester ordføreren=borgmesteren
statsråd=minister hjem=hjem også=også dem=dem hun=hun jeg=jeg ikke=ikke bare=bare enn=end hvis=hvis gikk=gik
fikk=fik ga=gav gir=giver tar=tager tok=tog går=går står=står stod=stod kommer=kommer kom=kom mot=mod uten=uden
fordi=fordi der=der hvor=hvor da=da når=når før=før siden=siden både=både eller=eller men=men mer=mere
mest=mest hver=hver hvert=hvert alle=alle andre=andre annet=andet annen=anden første=første siste=sidste
nye=nye ny=ny nytt=nyt store=store stor=stor stort=stort liten=lille lite=lidt små=små gammel=gammel
uke=uge uken=ugen uka=ugen måned=måned måneden=måneden dag=dag dagen=dagen tid=tid tiden=tiden år=år året=året
millioner=millioner prosent=procent kroner=kroner folk=folk mennesker=mennesker barn=børn barna=børnene
kvinne=kvinde kvinner=kvinder mann=mand menn=mænd mannen=manden kvinnen=kvinden gutt=dreng gutten=drengen
jente=pige jenta=pigen skole=skole skolen=skolen by=by byen=byen landet=landet norsk=norsk norske=norske
regjeringen=regeringen regjering=regering stortinget=folketinget departementet=ministeriet politiet=politiet
selskapet=selskabet selskap=selskab bedrift=virksomhed bedriften=virksomheden leder=leder lederen=lederen
direktør=direktør administrerende=administrerende forfatter=forfatter boken=bogen bok=bog bøker=bøger
film=film filmen=filmen musikk=musik spiller=spiller spillere=spillere kamp=kamp kampen=kampen lag=hold
laget=holdet seier=sejr trener=træner treneren=træneren mål=mål poeng=point fotball=fodbold hvordan=hvordan
hvorfor=hvorfor hvem=hvem hvilken=hvilken hvilke=hvilke slik=sådan slike=sådanne dette=dette disse=disse
fram=frem frem=frem tilbake=tilbage borte=væk hjemme=hjemme ute=ude inne=inde oppe=oppe nede=nede
gjøre=gøre gjør=gør gjorde=gjorde gjort=gjort være=være vært=været er=er var=var blir=bliver bli=blive
ha=have har=har hatt=haft kan=kan kunne=kunne skal=skal skulle=skulle vil=vil ville=ville må=må måtte=måtte
se=se ser=ser så=så sett=set si=sige sagt=sagt forteller=fortæller fortalte=fortalte mener=mener tror=tror
mente=mente trodde=troede vet=ved visste=vidste finnes=findes finne=finde fant=fandt funnet=fundet
bodde=boede bor=bor døde=døde død=død født=født arbeid=arbejde jobb=job jobber=arbejder arbeider=arbejder
begge=begge to=to tre=tre fire=fire fem=fem seks=seks sju=syv syv=syv åtte=otte ni=ni ti=ti tjue=tyve
tretti=tredive hundre=hundrede tusen=tusind viktig=vigtig viktige=vigtige mulig=mulig mulige=mulige
forhold=forhold grunn=grund gjennom=gennem innen=inden blant=blandt rundt=rundt ifølge=ifølge overfor=overfor
ennå=endnu fortsatt=stadig allerede=allerede alltid=altid aldri=aldrig ofte=ofte kanskje=måske gjerne=gerne
egen=egen eget=eget egne=egne selv=selv sammen=sammen hele=hele helt=helt veldig=meget litt=lidt nok=nok
januar=januar februar=februar mars=marts april=april mai=maj juni=juni juli=juli august=august
september=september oktober=oktober november=november desember=december mandag=mandag tirsdag=tirsdag
onsdag=onsdag torsdag=torsdag fredag=fredag lørdag=lørdag søndag=søndag eg=jeg ikkje=ikke frå=fra
redaktør=redaktør journalist=journalist professor=professor statsminister=statsminister
utenriksminister=udenrigsminister statsministeren=statsministeren presidenten=præsidenten president=præsident
landene=landene land=land verden=verden vei=vej veien=vejen gate=gade gaten=gaden hus=hus huset=huset
rett=ret retten=retten loven=loven lov=lov saken=sagen sak=sag saker=sager spørsmål=spørgsmål svar=svar
"""
DANISH = {
    one: other for pair in _TEXT.split() for one, _, other in [pair.partition("=")] if one != other
}
"""Danish words by Norwegian ones."""
