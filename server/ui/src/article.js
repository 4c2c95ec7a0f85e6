// The words of a claim and its card light up together.
const marks = [...document.querySelectorAll("mark[data-c]")];
const cards = new Map([...document.querySelectorAll(".card")].map((card) => [card.dataset.number, card]));

function show(number, on) {
  cards.get(number)?.classList.toggle("near", on);
  for (const mark of marks) if (mark.dataset.c.split(" ").includes(number)) mark.classList.toggle("near", on);
}
function follow(element, number) {
  for (const [begin, end] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
    element.addEventListener(begin, () => show(number, true));
    element.addEventListener(end, () => show(number, false));
  }
}
for (const [number, card] of cards) follow(card, number);
for (const mark of marks) follow(mark.parentElement, mark.dataset.c.split(" ")[0]);
