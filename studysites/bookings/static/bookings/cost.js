/* Adds up the costs while somebody types. Without script the server does it at each step. */
const line = document.querySelector('[data-cost]');
if (line) {
  const form = document.getElementById(line.dataset.form);
  const cost = JSON.parse(line.dataset.cost);

  const number = (name) => {
    const field = form.elements.namedItem(name);
    const text = field ? field.value.trim() : '';
    return /^[0-9]{1,3}$/.test(text) && Number(text) <= 500 ? Number(text) : 0;
  };

  const yuan = (fen) => {
    if (fen === 0) return '免费（¥0）';
    const digits = fen % 100 ? 2 : 0;
    return `¥${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
  };

  const tell = () => {
    const sums = { pupils: 0, adults: 0, groups: 0 };
    for (let row = 0; row < number('party-TOTAL_FORMS'); row += 1) {
      const pupils = number(`party-${row}-pupils`);
      const adults = number(`party-${row}-adults`);
      if (pupils) {
        sums.pupils += pupils;
        sums.adults += adults;
        sums.groups += Math.ceil((pupils + adults) / cost.size);
      }
    }
    sums.total = yuan(sums.pupils * cost.pupil + sums.adults * cost.adult + sums.groups * cost.group);
    const pattern = sums.pupils ? line.dataset.total : line.dataset.empty;
    const text = pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in sums ? sums[name] : whole));
    if (line.textContent !== text) line.textContent = text;
  };

  form.addEventListener('input', tell);
  form.addEventListener('change', tell);
}
