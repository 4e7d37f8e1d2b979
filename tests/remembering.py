"""Which caches of this process hold a text, whatever they were made for."""

import functools
import gc

PLAIN = (dict, tuple, list, set, frozenset)


def remembering(words):
    """The names of the `lru_cache`s with a text, as key or value, in which these words stand."""
    gc.collect()
    caches = [one for one in gc.get_objects() if type(one) is functools._lru_cache_wrapper]
    return {one.__qualname__ for one in caches if _holds(one, words.lower())}


def _holds(cache, words):
    seen, left = set(), [cache]
    while left:
        for one in gc.get_referents(left.pop()):
            if id(one) in seen:
                continue
            seen.add(id(one))
            if isinstance(one, str):
                if words in one.lower():
                    return True
            elif isinstance(one, PLAIN) or "lru" in type(one).__name__ or _is_ours(one):
                left.append(one)
    return False


def _is_ours(one):
    return type(one).__module__.split(".")[0] in {"assistant", "models", "ingest", "functools"}
