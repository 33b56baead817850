/* Which conversation a window has: a reload finds it again, another window begins anew. */
(() => {
  "use strict";

  const HAD = "dateline.conversation";
  let had = ""; // the conversation that this window keeps

  /** The conversation that this window had before it was loaded again. A window that was copied
   *  from another has its storage too: as long as the other one is there, it begins anew. */
  async function resumed() {
    let kept = "";
    try {
      kept = sessionStorage.getItem(HAD) ?? "";
    } catch {
      return ""; // storage is not allowed
    }
    if (kept && !(await own(kept))) kept = "";
    return kept;
  }

  /** Whether a conversation is this window's alone; it is held until the window is closed. */
  function own(id) {
    if (id === had || !navigator.locks) return true; // locks need https, or this machine
    return new Promise((resolve) => {
      const wait = { signal: AbortSignal.timeout(500) }; // the page before may not have gone yet
      navigator.locks.request(`${HAD} ${id}`, wait, () => {
        had = id;
        resolve(true);
        return new Promise(() => {});
      }).catch(() => resolve(false));
    });
  }

  /** Keeps the name of the conversation for when the page is loaded again. */
  function keepConversation() {
    const head = document.querySelector("#header .masthead");
    if (!head || head.dataset.conversation === had) return;
    const id = head.dataset.conversation;
    if (id) own(id);
    had = id;
    try {
      sessionStorage.setItem(HAD, id);
    } catch { /* storage is not allowed */ }
  }

  Object.assign(window.dateline, { had: resumed, keepConversation });
})();
