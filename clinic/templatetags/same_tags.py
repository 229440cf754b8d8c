"""Template tag for a part of the admin that is the same whenever the same goes into it."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# Texts that a process keeps of one part. It forgets all of them when there are more.
MOST_KEPT = 50


class SameNode(Node):
    """Part of a page that is kept under its key and the language."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, key: FilterExpression) -> None:
        self.nodelist = nodelist
        self.key = key
        self.kept: dict[object, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        # Also where a view gives no key at all, which Django reads as an empty text.
        if not (made_from := self.key.resolve(context)):
            return self.nodelist.render(context)
        key = (get_language(), made_from)
        if (text := self.kept.get(key)) is None:
            text = self.nodelist.render(context)
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = text
        return text


@register.tag("same")
def do_same(parser: Parser, token: Token) -> SameNode:
    """Render what stands in it once for each value of ``key``, ``{% same key %}...{% endsame %}``.

    The key is everything that it shows, beside the language; None or empty if it cannot be told. It stays in
    memory, so that nothing of a patient may be in it.
    """
    _name, key = token.split_contents()
    nodelist = parser.parse(("endsame",))
    parser.delete_first_token()
    return SameNode(nodelist, parser.compile_filter(key))
