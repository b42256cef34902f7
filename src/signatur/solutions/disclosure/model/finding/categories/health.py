"""Words of health. Marks: `x*` begins compounds, `*x` ends them, `x` inflected alone, `~` weak."""

from __future__ import annotations

DIAGNOSES = """
*diabetes* *cancer* *kræft* *kræften leukæmi* *sarkom* *karcinom* carcinom* *tumor* *svulst* metastase* *demens* dement demente senil senilitet anorekti* psykopat* *diabetiker* alzheimer* parkinson* sklerose* *sklerose* *sclerose* epilep* *astma*
=kol kols-patient kol-patient* ~*allergi* eksem* psoriasis* *gigt* artrose* *artrit* osteoporose* *hernie* *prolaps* discusprolaps* hexenskud* fibromyalgi* skoliose* *apopleksi* *blodprop* ~hjerne*
hjerneskade* *hjerneskade* hjerneryst* hjernetumor* hjerneblødning* *blødning* aneurisme* *infarkt* hjertesyg* hjertesvigt* hjertestop* angina* *arytmi* atrieflimren* hypertension* blodtryk*
*anæmi* hæmofili* hepatit* *cirrose* skrumpelever* pankreatit* gastrit* mavesår* colitis* crohn* morbus* irritabel* cøliaki* glutenintoleran* nyresvigt* nyresyg* dialyse*
*infektion* lungebetændelse* pneumoni* bronkit* *betændelse* tuberkulose* =hiv hivsmitt* hivpositiv* hiv-positiv* hiv-smitt* aids malaria* covid* corona* influenza* borrelia* meningit* sepsis* klamydia* syfilis* gonoré* herpes* kønssygdom*
*depression* *depressiv* bipolar* ~mani manisk* *skizofren* schizofren* *psykose* *psykot* paranoi* *angst* ~*stress* ptsd *traume* *traumatiser* ocd tvangstanke* *adhd* add-diagnose* autis* *asperger* tourette* *spiseforstyrr* anoreksi* bulimi* borderline*
*personlighedsforstyrr* *udviklingsforstyrr* mental* *retarder* *udviklingshæm* downs* down-syndrom* *syndrom* cerebral* parese* spastik* spastisk* *lammelse* *lammet paraplegi* tetraplegi* muskelsvind* dysleksi* ordblind* dyskalkuli* dyspraksi* stammen
~døv ~døve* hørenedsæt* høretab* tinnitus* ~blind ~blinde* svagsyn* synsnedsæt* grå-stær glaukom* *makula* hudkræft* modermærkekræft* melanom* lymfom* myelom* endometriose* pcos abort* *abort* ufrivillig*
selvmord* *selvmord* selvskad* suicid* *sindslid* sindssyg* ~*psykisk* psykiatri* *psykiatri* *psykolog* misbrug* *misbrug* alkoholi* alkoholisme* *alkohol* alkoholafhængig* ~*afhængighed* narkoman* heroin* kokain* ~hash* hashmisbrug* amfetamin* stofmisbrug* ~stoffer ludoman* spilafhængig*
*diagnose* *diagnosticer* *lidelse* *sygdom* *handicap* funktionsnedsæt* *invalid* invaliditet* bevægelseshæm* kørestol* rollator* protese* inkontinen* bleer kateter* stomi* sonde* sondeernær* respirator* tracheostomi* *smerte* migræne* hovedpine* svimmel* besvim* krampe* krampeanfald* *anfald* træthed*
bækkenløsning* *whiplash* piskesmæld* *forstuv* *fraktur* knoglebrud* *benbrud* *hoftebrud* *ankelbrud* *armbrud* *kraniebrud* *ribbensbrud* brækket ~brækkede *forbrænding* *amputer* *liggesår* *tryksår* ~sår overvægt* fedme* undervægt* *ernæringstilstand* *sygelig* *kronisk* ~terminal* terminalerklæring* uhelbredelig* livstruende palliativ* dødssyg* *hallucin* vrangforestilling* *forfølgelsesforestill* *søvnløs* søvnbesvær* søvnapnø* impoten* *forplantn*
gravid* graviditet* *graviditet* højgravid* barsels* fertilitet* *fertilitet* ivf insemin* fødselsdepression* for-tidligt-født præmatur* misdannelse* hjertefejl* læbe-ganespalte vækstretard* tics *senfølge* *skadet ~hjælpemid* ~hjælpemiddel*
"""

MEDICINES = """
*medicin* *medicinering* medikament* insulin* metformin* ozempic* wegovy* penicillin* antibioti* morfin* *morfin* oxycodon* oxycontin* tramadol* fentanyl* metadon* methadon* buprenorphin* suboxone* antabus* naltrexon* kodein* panodil* paracetamol* ibuprofen* ipren*
ritalin* methylphenidat* concerta* elvanse* lisdexamfetamin* strattera* atomoxetin* sertralin* citalopram* escitalopram* fluoxetin* venlafaxin* mirtazapin* duloxetin* lykkepille* antidepressiv* antipsykoti* quetiapin* seroquel* olanzapin* zyprexa* risperidon* risperdal* aripiprazol* abilify* clozapin* leponex* haloperidol* lithium* litium* lamotrigin* lamictal* valproat* deprakine* stesolid* diazepam* oxazepam* *benzodiazepin* zopiclon* imovane* zolpidem* sovemedicin* sovepille* beroligende*
prednisolon* methotrexat* humira* marevan* warfarin* eliquis* xarelto* *blodfortyndende* simvastatin* atorvastatin* *statin metoprolol* amlodipin* losartan* ramipril* furosemid* ventoline* symbicort* *inhalator* epipen* keppra* levetiracetam* gabapentin* pregabalin* lyrica* madopar* sinemet* donepezil* aricept* memantin* p-pille* p-piller* fortrydelsespille* hormonbehandl* *hormon* testosteron* østrogen* *vaccin* *dosis* ~tabletter* *recept* *depotmedicin* kemoterapi* *kemo* cytostatika* stråleterapi* strålebehandl*
"""

TREATMENTS = """
~*behandling* *behandlet ~*behandlings* *operation* *opereret ~*indlagt *indlæggelse* *udskrevet udskrivn* *udskrivning* *udskrivelse* *tvangsindl* *tvangsmedicin* bæltefiks* ambulant* ~*ambulatori* skadestue* ~*sygehus* ~*hospital* *hospitalsindl* ~*læge* lægeerklæring* *lægeerklæring* *erklæring-læ speciallæge* *speciallæge* egen-læge lægejournal* *lægejournal* patientjournal* *patientjournal* sygeplejerske* *sygepleje* ~*patient* *psykoterapi* *terapi* ~*fysioterapeut* *fysioterapi* ergoterapi* *ergoterapeut* kiropraktor* genoptræning* *genoptræning* *rehabilitering* afrusning* *afrusning* afvænning* *afvænning* substitutionsbehandl* *scanning* *scannet røntgen* blodprøve* *blodprøve* biopsi* *prøvesvar* *epikrise* *anamnese* helbred* *helbred* helbredsoplysning* helbredsmæssig* helbredstilstand* *helbredstilstand* sygemeld* *sygemeld* ~sygefravær* *sygefravær* ~syg *syge sygdomsforløb* *syg ~raskmeld* sygedagpenge* *sygedagpenge* *funktionsevne* *funktionsniveau* intelligenstest* *iq *kognitiv* hukommelse* hukommelsesbesvær* kontaktperson-psyk bostøtte* hospice* ~*plejehjem* plejebehov* *hjemmepleje* ~*hjemmehjælp* ~opkast* kost-og-ernæring *tandpleje* ~*tandlæge* *transplant* nyretransplant* *donor* blodtype* *genetisk* gentest* arvelig* *udredning* *udredt ~*tilstand*
"""

HEALTH = DIAGNOSES + MEDICINES + TREATMENTS
