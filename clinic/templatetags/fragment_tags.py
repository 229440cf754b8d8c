"""Template tags for parts of a page that are kept, and for what stands between them."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from clinic.fragments.keeping import apart, kept

register = template.Library()


class KeptNode(Node):
    """Part of a page that is kept."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, names: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.names = names

    def render(self, context: Context) -> SafeString:
        key = tuple(name.resolve(context) for name in self.names)
        return kept(("part", *key), lambda: self.nodelist.render(context))


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands in it, ``{% kept "footer" %}...{% endkept %}``, for all pages that name it so.

    Further words after the name tell apart what differs for another reason than what the database holds, the
    time, the language or the address's host: what has been asked for, or which page it is of.
    """
    names = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, names)


class ApartNode(Node):
    """Part of a page that is its visitor's alone."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        with apart():
            return self.nodelist.render(context)


@register.tag("apart")
def do_apart(parser: Parser, token: Token) -> ApartNode:
    """Make what stands in it anew each time, ``{% apart %}...{% endapart %}``; it lets the rest be kept."""
    nodelist = parser.parse(("endapart",))
    parser.delete_first_token()
    return ApartNode(nodelist)
