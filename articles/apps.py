"""The articles app: what the clinic publishes about conditions, and the evidence behind it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .public_tables import GATE_TABLES, PUBLIC_TABLES


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")
    # Read by clinic/site_version/tables.py.
    public_tables = PUBLIC_TABLES
    # Read by clinic/withholding/rules.py.
    gate_tables = GATE_TABLES

    def ready(self) -> None:
        from django.db.models.signals import pre_delete, pre_save

        from wagtail.contrib.redirects.models import Redirect

        from articles.answering.acts import ask_reviewers
        from articles.approving.tracking import connect_tracking
        from articles.gate.addresses import check_redirects, refuse_redirect
        from articles.gate.privacy_pages import check_privacy_page
        from articles.gate.readiness import check_readiness
        from articles.importing.drafts.redirects import connect_old_addresses
        from articles.reviews.decisions import decisions_about_articles
        from articles.reviews.duties import duties_with_articles
        from articles.reviews.needs import needs_of_articles
        from articles.sources.citations import refuse_deletion
        from articles.withholding.decisions import decisions_about_withheld
        from clinic.gate import collect_findings, record_refused
        from clinic.leaving.duties import collect_duties
        from clinic.opening.needs import collect_needs
        from clinic.staff.decisions import collect_decisions

        from .models import Source

        collect_decisions.connect(decisions_about_articles, dispatch_uid="articles.reviews")
        collect_decisions.connect(decisions_about_withheld, dispatch_uid="articles.withholding")
        collect_duties.connect(duties_with_articles, dispatch_uid="articles.reviews")
        collect_needs.connect(needs_of_articles, dispatch_uid="articles.reviews")
        collect_findings.connect(check_readiness, dispatch_uid="articles.gate")
        collect_findings.connect(check_privacy_page, dispatch_uid="articles.privacy_pages")
        pre_save.connect(refuse_redirect, sender=Redirect, dispatch_uid="articles.gate.redirects")
        check_redirects()
        record_refused.connect(ask_reviewers, dispatch_uid="articles.answering")
        pre_delete.connect(refuse_deletion, sender=Source, dispatch_uid="articles.cited_sources")
        connect_old_addresses()
        connect_tracking()
