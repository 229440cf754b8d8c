"""``cached_on_request``: one call for each HTTP request, and nothing kept for the next."""

from django.http import HttpRequest

from clinic.http.request_cache import cached_on_request


def counting() -> tuple[list[HttpRequest], cached_on_request[HttpRequest, int]]:
    calls: list[HttpRequest] = []

    def number_of_calls(request: HttpRequest) -> int:
        """Say how often it was called."""
        calls.append(request)
        return len(calls)

    return calls, cached_on_request(number_of_calls)


def test_the_function_runs_once_for_each_request():
    calls, cached = counting()
    first, second = HttpRequest(), HttpRequest()
    assert [cached(first), cached(first), cached(second), cached(first)] == [1, 1, 2, 1]
    assert calls == [first, second]


def test_none_is_kept_like_any_other_result():
    request, results = HttpRequest(), iter([None])
    cached = cached_on_request(lambda _request: next(results))
    assert (cached(request), cached(request)) == (None, None)


def test_a_result_that_is_known_already_is_not_looked_up():
    calls, cached = counting()
    request = HttpRequest()
    cached.remember(request, 7)
    assert (cached(request), calls) == (7, [])


def test_two_functions_do_not_share_a_result():
    request = HttpRequest()

    @cached_on_request
    def one(_request: HttpRequest) -> int:
        return 1

    @cached_on_request
    def two(_request: HttpRequest) -> int:
        return 2

    assert (one(request), two(request)) == (1, 2)
    assert one.__name__ == "one"
