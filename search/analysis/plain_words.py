"""Words that every account is full of, whatever it is about: none of them is a reason to call two accounts alike.

They are searched for as any other word; only what tells one account from others goes without them. Own lists.
Normalised spelling. Pure: no Django.
"""

from search.analysis.stemming import stem
from search.analysis.stop_words import STOP_WORDS

ENGLISH = """
    able about above across actually after afterwards again against ago all almost alone along already also although
    always am among another answer any anybody anyone anything anyway anywhere apart appear around arrive aside ask away
    back bad became because become before began begin behind being believe below beside besides best better between
    beyond big bit both bring brought call came can cannot certain certainly change clear clearly close come complete
    completely could couple course day days decide did different difficult doing done down during each early easy either
    else end enough entire especially even evening ever every everybody everyone everything everywhere exactly example
    explain fact far feel felt few finally find first five follow forget found four full further gave general get give
    given go goes going gone good got great had half happen hard hardly hear heard held help here herself high himself
    hold hour hours how however hundred idea imagine immediately important indeed inside instead itself just keep kept
    kind knew know known large last late later least leave left less let life like likely little live long look lost lot
    made main make man many matter may maybe mean meant meanwhile men middle might mine minute minutes moment month
    months more morning most mostly move much must myself name near nearly need neither never new next nine nobody none
    nothing notice now nowhere number often okay old once one only onto open or other others otherwise ought ours
    ourselves out outside over own part particular past people perhaps person place please point possible probably put
    question quick quickly quite rather reach ready real realize really reason receive remain remember rest return right
    said same saw say second see seem seen self send sent set seven several shall short should show side similar simple
    simply since single sit situation six small some somebody somehow someone something sometimes somewhere soon sort
    speak spent stand start state stay step still stop straight such sudden suddenly suppose sure take taken talk
    tell ten thank thing things think third though thought thousand three through throughout thus time times today
    together told tomorrow too took top toward towards tried true try turn twelve twenty two type under understand until
    up upon use used usual usually various very wait walk want way ways week weeks well went whatever whenever wherever
    whether while whole whoever wish within without word words work worse worst worth would wrong year
    years yes yesterday yet young yours yourself
"""
ARABIC = """
    اثناء اثنان احد احدي احيانا اخر اخري اخيرا اذ اذن اربعه اسبوع اسم اصبح اصبحت اكثر امام امر امس اول اولي اولئك
    اياه اياها اياهم ايام اين بان بدا بداء بدات بدون بشكل بضعه بعض بعضهم بعضنا بعيد بقي بقيت بهذا بهذه بينما بينهم
    بيننا تحت تقريبا تكون تلك تماما ثلاث ثلاثه ثم جاء جاءت جدا جديد جميع جيد حال حاله حاول حول حوالي حين حينها خارج خلال
    خلف خمسه داخل دائما دون ذات ذاك ذهب ذهبت راي رايت رغم ربما رجل زال زمن ساعات ساعه سبب سبعه سته سنه سنوات سوف سوي شخص
    شهر شي شيء شيئا صار صارت صغير طبعا طوال طول طويل طويله ظل عام عاما عدا عدد عده عرف عشر عشره عشرين فتره فقط فوق
    فيما فيهم قال قالت قالوا قام قبله قرب قريب قريبا قلت قليل قليلا كانما كبير كبيره كثير كثيرا كثيره كذلك كلا كلما كله
    كلها كلهم كلنا كنا كنت كنتم لاحقا لان لانه لانها لاني لدي لديه لدينا لست لسنا لعل لكل لكنه لكنها لكنني لما لنا له
    ليس ليست مازال مئه ماشي مثل مثلا مجرد مختلف مده مره مرات مساء مع معا معظم معه معها معهم معي معنا مكان مما ممكن
    ممن منذ منهم مني منا مهما موجود ناس نحو نعم نفس نفسه نفسها نفسي نوع هكذا هنا هناك هنالك وجد وجدت وراء وسط وصل وقت
    وقد وكان وكانت ولا ولم وما وهو وهي واحد واحده يجب يريد يعرف يعني يقول يكن يكون يمكن يوجد يوم يوما
    الان اليوم عندي عنده عندها عندنا عندهم حياه عالم قصه كلمه كلام سوال صباح اقول ارادوا
"""
PLAIN_WORDS: frozenset[str] = frozenset({*STOP_WORDS, *ENGLISH.split(), *ARABIC.split()})
_STEMS = frozenset(map(stem, PLAIN_WORDS))


def is_plain(exact: str, term: str) -> bool:
    """Whether a token of the chain, by its two terms, is a form of such a word."""
    return exact in PLAIN_WORDS or term in _STEMS
