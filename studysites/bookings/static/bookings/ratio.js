/* Says while somebody types whether enough adults come along. Without script the server says it at each step. */
const box = document.querySelector('[data-ratios]');
if (box) {
  const form = document.getElementById(box.dataset.form);
  const ratios = JSON.parse(box.dataset.ratios);

  const number = (name) => {
    const field = form.elements.namedItem(name);
    const text = field ? field.value.trim() : '';
    return /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  };

  /** Pupils are summed by ratio, since classes under one ratio share their adults. */
  const count = () => {
    const rows = number('party-TOTAL_FORMS');
    const byRatio = new Map();
    let pupils = 0;
    let present = 0;
    for (let row = 0; row < rows; row += 1) {
      const grade = form.elements.namedItem(`party-${row}-grade`);
      const ratio = grade && ratios[grade.value];
      const children = number(`party-${row}-pupils`);
      if (ratio && children) {
        byRatio.set(ratio, (byRatio.get(ratio) || 0) + children);
        pupils += children;
        present += number(`party-${row}-adults`);
      }
    }
    let needed = 0;
    byRatio.forEach((children, ratio) => { needed += Math.ceil(children / ratio); });
    return { pupils, present, needed, missing: needed - present };
  };

  const tell = () => {
    const sums = count();
    const short = sums.pupils > 0 && sums.missing > 0;
    const pattern = sums.pupils === 0 ? box.dataset.empty : short ? box.dataset.short : box.dataset.enough;
    const text = pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in sums ? sums[name] : whole));
    if (box.textContent !== text) box.textContent = text;
    box.classList.toggle('ratio-short', short);
  };

  form.addEventListener('input', tell);
  form.addEventListener('change', tell);
}
