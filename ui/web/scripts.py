"""What parts of the chat's page do in the browser: scripts, and the fields for dates."""

ACTS = """
element.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-act]");
  if (pressed && element.contains(pressed)) trigger(pressed.dataset.act, { ...pressed.dataset });
});
"""
DATES = """
const inputs = [...element.querySelectorAll("input")];
const say = () => {
  props.value = Object.fromEntries(inputs.map((input) => [input.name, input.value]));
};
element.addEventListener("change", say);
watch("value", () => {
  const given = props.value || {};
  if (Object.keys(given).length) {
    inputs.forEach((input) => { input.value = given[input.name] || ""; });
  } else if (inputs.some((input) => input.value)) {
    say();  // the first value, given again just after the filters were opened: not what is meant
  }
});
"""
DATE_INPUTS = """
<fieldset class="dates"><legend class="unseen">Dates</legend>
<label>From <input type="date" name="from"></label>
<label>To <input type="date" name="to"></label>
<label>As of <input type="date" name="as_of" title="Only what was out by this day"></label>
</fieldset>
"""
