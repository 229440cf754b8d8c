"""Tables of articles whose changes a visitor sees, and those by which live pages are judged again.

clinic/site_version/tables.py says how the first are read.
"""

from clinic.site_version.tables import PublicTables
from clinic.withholding.rules import GateTables

PUBLIC_TABLES: PublicTables = {
    "articles_conditionindexpage": (),
    "articles_conditionpage": ("lint_exceptions",),
    "articles_correction": ("done_by_id", "done_by_name", "page_title"),
    "articles_newsindexpage": (),
    "articles_newspage": (),
    "articles_correctiondecision": ("decided_by_id", "decided_by_name", "reason"),
    "articles_safetynotice": (),
    "articles_source": (),
    "articles_treatmentindexpage": (),
    "articles_treatmentpage": (),
    # Which articles cite the same sources.
    "wagtailcore_referenceindex": ("content_path", "content_path_hash", "model_path"),
}

# By which the gate judges pages: clinic/withholding/rules.py.
GATE_TABLES: GateTables = {
    "articles_allowedsentence": (),
    "articles_lintterm": (),
    "articles_safetynotice": (),
    "articles_source": (),
    "articles_statementanswer": ("written_by_id", "written_by_name", "written_at"),
}
