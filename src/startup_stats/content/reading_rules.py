"""What can be wrong with a file before its values are looked at."""

from __future__ import annotations

from startup_stats.findings import Rule, error, warning
from startup_stats.language import Text

_ADVICE = Text("{advice}", "{advice}")
_ASCII_HELP = Text(
    "Renommez le fichier avec des lettres, des chiffres, des points et des tirets.",
    "Rename the file with letters, digits, dots and hyphens.",
)


BAD_FILE_NAME = error(
    "file-name-unreadable",
    Text(
        "Le nom du fichier contient un caractère de contrôle ou n'est pas en UTF-8.",
        "The file's name holds a control character or is not UTF-8.",
    ),
    _ASCII_HELP,
)
SYMLINK = error(
    "file-is-symlink",
    Text(
        "Ce fichier est un lien symbolique : il n'est pas lu.",
        "This file is a symbolic link: it is not read.",
    ),
    Text("Remplacez le lien par le fichier lui-même.", "Put the file itself in place of the link."),
)
NOT_A_FILE = error(
    "not-a-file",
    Text("Ce nom finit par .md mais n'est pas un fichier.", "This name ends in .md but is not a file."),
    Text("Renommez le dossier ou supprimez-le.", "Rename the folder or delete it."),
)
UNREADABLE = error(
    "file-unreadable",
    Text("Le fichier ne peut pas être lu ({reason}).", "The file can't be read ({reason})."),
    Text("Vérifiez les droits du fichier.", "Check the file's permissions."),
)
TOO_LARGE = error(
    "file-too-large",
    Text("Le fichier dépasse {limit} octets.", "The file is larger than {limit} bytes."),
    Text(
        "Une fiche tient en quelques pages : mettez les images et les données ailleurs.",
        "A product's page takes a few screens: keep pictures and data elsewhere.",
    ),
)
NOT_UTF8 = error(
    "encoding-not-utf8",
    Text("Le texte n'est pas en UTF-8 à partir d'ici.", "The text is not UTF-8 from here on."),
    Text("Enregistrez le fichier en UTF-8.", "Save the file as UTF-8."),
)
BYTE_ORDER_MARK = error(
    "byte-order-mark",
    Text(
        "Le fichier commence par une marque d'ordre des octets (BOM), un caractère invisible : le site ne montre pas "
        "cette fiche.",
        "The file starts with a byte order mark (BOM), an invisible character: the site does not show this record.",
    ),
    Text("Enregistrez-le en « UTF-8 », sans BOM.", 'Save it as "UTF-8" without BOM.'),
)
WINDOWS_LINE_ENDS = warning(
    "line-ends-windows",
    Text("Les lignes finissent à la manière de Windows (CRLF).", "Lines end the Windows way (CRLF)."),
    Text("Enregistrez le fichier avec des fins de ligne Unix (LF).", "Save the file with Unix line ends (LF)."),
)
NAME_PASSED_OVER = warning(
    "file-name-passed-over",
    Text(
        "Le site ne montre pas ce fichier, à cause de son nom : il commence par « _ », « . », « # » ou « ~ », ou finit "
        "par « ~ » ou un point. Il n'est pas compté.",
        'The site does not show this file, because of its name: it begins with "_", ".", "#" or "~", or ends with "~" '
        "or a dot. It is not counted.",
    ),
    Text(
        "Renommez-le s'il s'agit d'une fiche à montrer ; sinon, supprimez-le.",
        "Rename it if it is a record to be shown; otherwise delete it.",
    ),
)
NAME_UNUSUAL = warning(
    "file-name-unusual",
    Text(
        "Le site montre cette fiche, et elle est comptée, mais elle n'est pas à sa place habituelle : un fichier "
        "« .md » directement dans le dossier.",
        'The site shows this record, and it is counted, but it is not where records are: a file ".md" directly in the '
        "folder.",
    ),
    Text("Renommez ou déplacez le fichier : « identifiant.md ».", 'Rename or move the file: "id.md".'),
)
NOT_A_DOCUMENT = warning(
    "file-not-shown",
    Text(
        "Ce fichier ne commence pas par une ligne « --- » : le site ne le montre pas comme une fiche, et il n'est pas "
        "compté.",
        'This file does not start with a line "---": the site does not show it as a record, and it is not counted.',
    ),
    Text(
        "S'il s'agit d'une fiche, ajoutez une première ligne « --- » ; sinon, rangez ce fichier ailleurs.",
        'If it is a record, add a first line "---"; otherwise put this file elsewhere.',
    ),
)
UNPUBLISHED = warning(
    "record-unpublished",
    Text(
        "« published: false » : le site ne montre pas cette fiche, et elle n'est pas comptée.",
        '"published: false": the site does not show this record, and it is not counted.',
    ),
    Text("Retirez cette ligne si la fiche doit être montrée.", "Remove that line if the record is to be shown."),
)
ID_TAKEN = error(
    "record-id-taken",
    Text(
        "Une autre fiche a le même identifiant, {other} : celle-ci n'est pas comptée.",
        "Another record has the same id, {other}: this one is not counted.",
    ),
    Text("Gardez une seule des deux fiches.", "Keep one of the two records."),
)
NO_FENCE = error(
    "front-matter-missing",
    Text("Le fichier ne commence pas par « --- » : {problem}.", 'The file does not start with "---": {problem}.'),
    _ADVICE,
)
UNCLOSED_FENCE = error(
    "front-matter-unclosed",
    Text("Aucune ligne « --- » ne ferme les champs : {problem}.", 'No line "---" closes the fields: {problem}.'),
    _ADVICE,
)
NOT_A_MAPPING = error(
    "front-matter-not-a-mapping",
    Text("Entre les deux « --- », il n'y a pas de champs.", 'Between the two "---" there are no fields.'),
    Text("Écrivez un champ par ligne : « nom: valeur ».", 'Write one field a line: "name: value".'),
)
YAML_SYNTAX = error(
    "yaml-syntax",
    Text("Le texte n'est plus compréhensible ici : {problem}.", "The text can't be understood here: {problem}."),
    _ADVICE,
)
YAML_UNSUPPORTED = error(
    "yaml-unsupported",
    Text("{construct} : cette écriture n'est pas acceptée.", "{construct}: this notation is not accepted."),
    _ADVICE,
)
TOO_COMPLEX = error(
    "yaml-too-complex",
    Text(
        "Les valeurs sont trop nombreuses ou trop imbriquées une fois les alias développés.",
        "There are too many values, or they nest too deep, once aliases are expanded.",
    ),
    Text("Simplifiez les champs et évitez les alias.", "Make the fields simpler and avoid aliases."),
)
DUPLICATE_KEY = error(
    "duplicate-key",
    Text(
        "Le champ « {key} » est déjà écrit à la ligne {first} ; seule la dernière valeur compterait.",
        'The field "{key}" already stands on line {first}; only the last value would count.',
    ),
    Text("Gardez une seule des deux lignes.", "Keep one of the two lines."),
)
KEY_NOT_TEXT = error(
    "key-not-text",
    Text("Le nom de champ « {key} » n'est pas un texte.", 'The field name "{key}" is not a text.'),
    Text("Entourez-le de guillemets ou corrigez-le.", "Put quotes around it or correct it."),
)
IMPOSSIBLE_DATE = error(
    "date-impossible",
    Text("La date « {value} » n'existe pas.", 'There is no such date as "{value}".'),
    Text(
        "Écrivez une date du calendrier : année-mois-jour, par exemple 2025-06-13.",
        "Write a calendar date: year-month-day, for example 2025-06-13.",
    ),
)
QUOTED_DATE = error(
    "date-quoted",
    Text(
        "La date « {value} » est entre guillemets : le site la prend pour un texte, et sa mise en ligne s'arrête.",
        'The date "{value}" is in quotes: the site takes it for a text, and can\'t be published.',
    ),
    Text("Retirez les guillemets : {value}.", "Remove the quotes: {value}."),
)
YES_OR_NO_WORD = warning(
    "boolean-in-words",
    Text(
        "« {value} » n'est lu comme {meant} que par une partie des outils ; les contrôles du site y voient un texte.",
        'Only some tools read "{value}" as {meant}; the site\'s own checks see a text.',
    ),
    Text("Écrivez {meant}.", "Write {meant}."),
)
IMPOSSIBLE_NUMBER = error(
    "number-impossible",
    Text("Le nombre « {value} » ne peut pas être lu.", 'The number "{value}" can\'t be read.'),
    Text("Écrivez un nombre en chiffres.", "Write a number in digits."),
)
UNFORESEEN = error(
    "record-unforeseen",
    Text(
        "Le programme a trébuché sur cette fiche ({kind}) : ce qui en est dit ici est incomplet.",
        "The program stumbled over this record ({kind}): what is said of it here is not complete.",
    ),
    Text(
        "Revenez à la version précédente de la fiche ou simplifiez-la, et signalez ce défaut du programme.",
        "Go back to the record's version before or make it simpler, and report this fault of the program.",
    ),
)

READING_RULES: tuple[Rule, ...] = (
    BAD_FILE_NAME,
    SYMLINK,
    NOT_A_FILE,
    UNREADABLE,
    TOO_LARGE,
    NOT_UTF8,
    BYTE_ORDER_MARK,
    WINDOWS_LINE_ENDS,
    NAME_PASSED_OVER,
    NAME_UNUSUAL,
    NOT_A_DOCUMENT,
    UNPUBLISHED,
    ID_TAKEN,
    NO_FENCE,
    UNCLOSED_FENCE,
    NOT_A_MAPPING,
    YAML_SYNTAX,
    YAML_UNSUPPORTED,
    TOO_COMPLEX,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    IMPOSSIBLE_DATE,
    QUOTED_DATE,
    YES_OR_NO_WORD,
    IMPOSSIBLE_NUMBER,
    UNFORESEEN,
)
