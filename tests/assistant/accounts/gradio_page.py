"""What a browser does with a page of Gradio: every event of it, with the values we choose."""

import json
from uuid import uuid4


def events(browser, path, values):
    """Fire every event of the page at `path`; gives all that the server said.

    `values`: by the name of a component; what has none stays empty.
    """
    page = browser.get(f"{path}config").json()
    names = {one["id"]: one["props"].get("elem_id") or "" for one in page["components"]}
    for number, event in enumerate(page["dependencies"]):
        if not event["backend_fn"]:
            continue
        session = uuid4().hex
        data = [values.get(names[one], "") for one in event["inputs"]]
        body = {"data": data, "fn_index": event.get("id", number), "session_hash": session}
        joined = browser.post(f"{path}gradio_api/queue/join", json=body)
        assert joined.status_code == 200, joined.text
        listening = {"session_hash": session}
        with browser.stream("GET", f"{path}gradio_api/queue/data", params=listening) as told:
            for line in told.iter_lines():
                yield line
                said = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if said.get("msg") in {"process_completed", "close_stream"}:
                    break
