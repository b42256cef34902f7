"""Words of union, religion, politics, ethnicity and sexuality. Marks as in `health`."""

from __future__ import annotations

UNION = """
fagforening* *fagforening* ~fagforbund* *fagforbund* fagbevægelse* fagligt-medlem tillidsrepræsentant* tillidsmand* tillidsvalgt* *tillidsrepræsentant* fællestillidsrepræsentant* arbejdsmiljørepræsentant* a-kasse* *a-kasse* akasse* 3f foa ~hk djøf dlf blf ~prosa ~krifa bupl ~dbio
lærerforening* sygeplejeråd* dansk-metal *metalarbejder* kontingent* strejke* *strejke* lockout* strejkende konfliktramt* uorganiseret organiseret-i faglig-organisation fagligt-organiseret *overenskomst* ~ida ~fh-medlem ~socialpædagogernes ~ase frie-funktionærer kristelig-fagforening kristelig-fagbevægelse
"""

RELIGION = """
muslim* *muslim* islam* *islam* kristen kristne kristendom* *kristen ~jøde jøder jøden jødisk* jødedom* hindu* buddhis* katolik* katolsk* protestant* baptist* metodist* *adventist* mormon* ortodoks* sikh* ateist* ateisme* agnosti* jehova* jehovas-vidner pinsekirke* pinsemission* indre-mission missionsk* *frikirke* scientolog* shia* shiit* sunni* sunnimuslim* koptisk* salafis* ahmadiyya* bahai* asatro* ~=troen hendes-tro hans-tro sin-tro deres-tro kristne-tro muslimske-tro jødiske-tro ~troende* gudstro* *troende religiøs* *religiøs* religion* *religion* trosretning* trosbekendelse* ~trossamfund* moske* *moske* synagoge* ~kirke* kirkegang* kirkemedlem* menighed* *menighed* ~imam* ~præst* ~konverter* konvertit* konverteret-til døbt dåb* konfirmer* omskær* *omskær* omskåret halal* kosher* ramadan* *faste-rama bede-bøn ~bøn bederum* fredagsbøn* bønnerum* tørklæde* *tørklæde* hijab* niqab* burka* kirkeskat* folkekirkemedlem* *folkekirken koran* *koran* ~bibel* bibelkreds* eid-fest nadver* skriftemål*
"""

POLITICS = """
socialdemokrat* ~venstre-medlem venstremand* konservativ* *konservativ* ~radikal* radikale-venstre enhedslist* sf'er* liberal-alliance dansk-folkeparti nye-borgerlige danmarksdemokrat* moderaterne kommunist* *kommunis* nazis* *nazis* *nynazis* fascis* marxis* anarkis* socialist* *socialist* højreekstrem* *højreekstrem* venstreekstrem* *venstreekstrem* højreradikal* nationalist* *nationalist* islamist* *islamist* *ekstremis* *radikaliser* partimedlem* *partimedlem* partibog* medlem-af-partiet politisk-overbevisning politisk-holdning politisk-aktiv* politiske-holdning* politiske-synspunkt* politiske-anskuelse* politisk-tilhørsforhold politisk-ståsted politisk-forfulgt* stemte-på ~stemmer-på opstillet-for kandiderer-for *aktivist* partifælle* byrådskandidat* folketingskandidat* partiforening* ungdomsparti* vælgerforening*
"""

ETHNICITY = """
somali* somalisk* syrer* syrisk* iraker* irakisk* iraner* iransk* afghan* tyrker* tyrkisk* kurder* kurdisk* pakistan* palæstinens* libanes* libanesisk* marokkan* bosn* bosnisk* serber* serbisk* kosovoalban* alban* kroat* ~polak* ~polsk* rumæn* bulgar* litau* *ukrain* *russer* ~russisk* vietnames* tamil* thailand* thailænder* ~thailandsk* kines* indisk* ~inder eritre* etiop* ~afrikan* nigerian* ugand* congoles* filippin* filipin* ~arab* arabisk* *grønlænder* ~grønlandsk* inuit* ~færing* =roma =romaer =romaerne sigøjner* ~~=bosnien ~~=kroatien ~~=serbien ~~=albanien ~~=rumænien ~~=bulgarien ~~=thailand ~~=pakistan ~~=afghanistan ~~=litauen ~~=ukraine ~~=vietnam ~~=somalia ~~=eritrea ~~=etiopien ~~=nigeria ~~=filippinerne ~~=marokko *etnisk* *etnicitet* etniske-minoritet* afstamning* hudfarve* *hudfarve* mørklød* mørk-i-huden ~sort-mand ~race* raceblandet *herkomst* flygtning* *flygtning* asylansøg* *asyl* indvandrer* *indvandrer* efterkommer* *statsborgerskab* statsborger* *statsborger* statsløs* *statsløs* ~nationalitet* oprindelsesland* ~udlænding* *familiesammenfør* opholdstilladelse* *opholdstilladelse* opholdsgrundlag* uledsaget* *uledsaget* modersmål* ~*tolk* ~oprindelse* udenlandsk-herkomst
"""

SEXUALITY = """
homoseksu* *homoseksu* heteroseksu* biseksu* panseksu* aseksu* ~seksualitet* *seksualitet* seksuel* *seksuel* ~bøsse* bøsse bøsser* lesbisk* lesbe* lgbt* *lgbt* queer* ~regnbue* regnbuefamilie* transkøn* *transkøn* transperson* transseksu* ~trans-mand transvestit* interkøn* nonbinær* non-binær* kønsskifte* *kønsskifte* kønsidentitet* *kønsidentitet* juridisk-kønsskifte kønsdysfori* kønsinkongruen* medfaderskab* medmor* medmoderskab* sexarbejd* prostitu* *prostitu* sexkøb* escort* sexliv* *sexliv* samliv* samleje* *samleje* porno* *porno* utro utroskab* ~affære ~intim* en-elsker hans-elsker hendes-elsker sin-elsker elskerinde* fetich* swinger* sexchikan* *chikane-seks pædofil* *pædofil* homofob* ~kæreste-af-samme-køn prævention*
"""
