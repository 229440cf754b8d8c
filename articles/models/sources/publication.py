"""Studies and guidelines that articles cite."""

import re

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail.search import index

from articles.blocks.certainty import Certainty
from articles.blocks.comparisons import comparators_in
from articles.editing.source_forms import SourceForm

from .checks import CheckedSourceMixin


class Source(index.Indexed, CheckedSourceMixin):
    """Publication that claims rest on. One source serves many articles."""

    class Design(models.TextChoices):
        SYSTEMATIC_REVIEW = "systematic_review", _("Systematic review")
        OVERVIEW = "overview", _("Overview of reviews")
        NETWORK_META_ANALYSIS = "network_meta_analysis", _("Network meta-analysis")
        RANDOMIZED_TRIAL = "randomized_trial", _("Randomized trial")
        GUIDELINE = "guideline", _("Guideline")
        FACT_SHEET = "fact_sheet", _("Fact sheet of a public body")

    authors = models.CharField(
        _("authors"),
        max_length=500,
        help_text=_(
            "Last names and initials, separated by commas, such as: Tu JF, Shi GX. Or the body's name."
        ),
    )
    title = models.CharField(_("title"), max_length=500, help_text=_("As it is printed, without a period."))
    journal = models.CharField(
        _("journal"),
        max_length=300,
        blank=True,
        help_text=_("Journal, volume and pages, or the publisher of a guideline."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("The year of publication in four digits."),
    )
    doi = models.CharField(
        _("DOI"),
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                r"^10\.\d{4,9}/\S+\Z",
                _("Write the DOI alone, such as 10.1001/jama.2024.5463: no address, no spaces."),
            )
        ],
        help_text=_("The publication's permanent number. It starts with 10 and contains a slash."),
    )
    pmid = models.CharField(
        _("PubMed number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{1,8}\Z", _("Write the PubMed number alone: up to eight digits."))],
        help_text=_("Up to eight digits. Readers reach the summary through it when there is no DOI."),
    )
    url = models.URLField(
        _("official page"),
        blank=True,
        help_text=_("Only when there is neither a DOI nor a PubMed number: the publisher's own page."),
    )
    design = models.CharField(
        _("kind of study"),
        max_length=30,
        choices=Design,
        help_text=_("What the authors call it. A review sums up many studies, a trial is one."),
    )
    trials = models.PositiveIntegerField(
        _("number of trials"),
        null=True,
        blank=True,
        help_text=_("How many studies it covers, if it says so."),
    )
    participants = models.PositiveIntegerField(
        _("number of people"), null=True, blank=True, help_text=_("How many people took part, if it says so.")
    )
    population = models.CharField(
        _("who was studied"),
        max_length=300,
        blank=True,
        help_text=_("Such as: adults with long-lasting sciatica."),
    )
    comparator = models.CharField(
        _("compared with"),
        max_length=300,
        blank=True,
        help_text=_(
            "What acupuncture was compared with, such as: Sham acupuncture; no treatment. Part several with "
            "semicolons: claims can name only these. Leave it empty where it compared with nothing."
        ),
    )
    finding = models.TextField(
        _("what it found"),
        help_text=_("One neutral sentence, as the authors conclude it, with what speaks against it."),
    )
    certainty = models.CharField(
        _("certainty"),
        max_length=20,
        choices=Certainty,
        help_text=_(
            "How far the finding can be relied on, as the authors rate it. Say below where it comes from."
        ),
    )
    certainty_basis = models.CharField(
        _("where the certainty comes from"),
        max_length=300,
        blank=True,
        help_text=_("Such as: the authors' GRADE rating, or: our reading of six small trials."),
    )
    is_retracted = models.BooleanField(
        _("retracted"),
        default=False,
        help_text=_("Tick it when the publisher withdrew the publication. No claim may rest on it any more."),
    )
    retraction_note = models.CharField(
        _("about the retraction"),
        max_length=300,
        blank=True,
        help_text=_("When and why it was withdrawn."),
    )

    base_form_class = SourceForm
    search_fields = [
        index.SearchField("authors"),
        index.SearchField("title", boost=2),
        index.SearchField("year"),
        index.SearchField("doi"),
        index.AutocompleteField("authors"),
        index.AutocompleteField("title"),
        index.AutocompleteField("year"),
        index.AutocompleteField("doi"),
        index.FilterField("design"),
        index.FilterField("is_retracted"),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["authors", "year"]
        permissions = [("verify_source", "Can check a source against the publication")]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"],
                condition=~models.Q(doi=""),
                name="articles_source_doi_once",
                violation_error_message=_("A source with this DOI is already here."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.short_name}: {self.title}"

    @property
    def link(self) -> str:
        """Address at which readers find it: the DOI, else PubMed, else the official page."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url

    @property
    def link_text(self) -> str:
        """Text of that link in the list of sources."""
        if self.doi:
            return f"doi:{self.doi}"
        return f"PubMed {self.pmid}" if self.pmid else self.url

    @property
    def short_name(self) -> str:
        """First author's last name and the year: "Tu 2024" for example."""
        first = self.authors.split(",")[0].strip()
        # "Tu JF" is a person with initials; "National Institute for Health" is a body.
        return f"{re.sub(r' [A-Z]{1,3}$', '', first)} {self.year}"

    @property
    def comparators(self) -> dict[str, str]:
        """Things that it compared acupuncture with, by the form in which claims are compared with them."""
        return comparators_in(self.comparator)

    @property
    def retraction(self) -> str:
        """Word that lists show beside a retracted source; empty for others."""
        return str(_("Retracted")) if self.is_retracted else ""

    @property
    def edit_url(self) -> str:
        """Address of its form in the admin."""
        return reverse(self.snippet_viewset.get_url_name("edit"), args=[self.pk])

    @property
    def usage_url(self) -> str:
        """Address of the admin's list of the pages that cite it."""
        return reverse(self.snippet_viewset.get_url_name("usage"), args=[self.pk])
