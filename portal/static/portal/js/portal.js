/* Makes pages faster, never possible: everything here has a way without script. No dependency, no inline handler. */
const root = document.documentElement;
root.classList.add('js');

/** Say a sentence to screen readers. Other scripts may dispatch `portal:say` with detail = text. */
export function say(text) {
  const live = document.getElementById('live');
  if (!live) return;
  live.textContent = '';
  window.setTimeout(() => { live.textContent = text; }, 50);
}
document.addEventListener('portal:say', (event) => say(event.detail));

function closeDrops(except) {
  document.querySelectorAll('details.drop[open]').forEach((drop) => {
    if (drop !== except && !drop.contains(except)) drop.open = false;
  });
}
document.addEventListener('click', (event) => closeDrops(event.target));

/* Search and filter sheet open by address (#find, #filters); script only moves focus and closes on Escape. */
let opener = null;
function onHash() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const first = target.matches('.find, .sheet') && target.querySelector('input:not([type=hidden]), a, button, summary');
  if (first) first.focus();
}
window.addEventListener('hashchange', onHash);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const drop = document.querySelector('details.drop[open]');
  if (drop) { drop.open = false; drop.querySelector('summary').focus(); }
  if (location.hash === '#filters' || location.hash === '#find') {
    location.hash = '#results';
    if (opener) opener.focus();
  }
});

/* Keep the keyboard inside an open sheet. */
document.addEventListener('keydown', (event) => {
  const sheet = event.key === 'Tab' && document.querySelector('.sheet:target');
  if (!sheet || getComputedStyle(sheet).position !== 'fixed') return;
  const stops = Array.from(sheet.querySelectorAll('a, button, input:not([type=hidden]):not(:disabled), summary')).filter((stop) => stop.offsetParent);
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (document.activeElement === edge || !sheet.contains(document.activeElement)) {
    event.preventDefault();
    stops[event.shiftKey ? stops.length - 1 : 0].focus();
  }
});

async function copyLink(button) {
  const note = button.parentElement.querySelector('[role=status]');
  const address = button.dataset.copyLink || (document.querySelector('link[rel=canonical]') || location).href;
  let done = true;
  try { await navigator.clipboard.writeText(address); } catch (error) { done = legacyCopy(address); }
  if (note) note.textContent = done ? '链接已复制' : '请手动复制地址栏里的链接';
}
function legacyCopy(text) {
  const box = document.createElement('textarea');
  box.value = text;
  box.className = 'visually-hidden';
  document.body.appendChild(box);
  box.focus();
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}

/* Read aloud with the browser's own voice. The button stays hidden where there is none. */
const speech = window.speechSynthesis;
function stopReading() {
  if (speech) speech.cancel();
  document.querySelectorAll('[data-read-aloud][aria-pressed=true]').forEach((button) => {
    button.setAttribute('aria-pressed', 'false');
    button.querySelector('span').textContent = '读给我听';
  });
}
function readAloud(button) {
  const reading = button.getAttribute('aria-pressed') === 'true';
  stopReading();
  if (reading) return;
  const text = document.querySelector(button.dataset.readAloud).innerText;
  const parts = text.match(/[^。！？\n]+[。！？\n]*/g) || [];
  parts.forEach((part, index) => {
    const words = new SpeechSynthesisUtterance(part);
    words.lang = 'zh-CN';
    words.rate = 0.95;
    if (index === parts.length - 1) words.onend = stopReading;
    speech.speak(words);
  });
  button.setAttribute('aria-pressed', 'true');
  button.querySelector('span').textContent = '停止朗读';
}
if (speech && window.SpeechSynthesisUtterance) {
  document.querySelectorAll('[data-read-aloud]').forEach((button) => { button.hidden = false; });
  window.addEventListener('pagehide', stopReading);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href="#filters"], a[href="#find"]');
  if (link) opener = link;
  const button = event.target.closest('button');
  if (!button) return;
  if ('copyLink' in button.dataset) copyLink(button);
  if ('print' in button.dataset) window.print();
  if ('readAloud' in button.dataset) readAloud(button);
});

/* A form that came back: go to the list of what to change. A form on its way: no second press. */
const summary = document.querySelector('.error-summary');
if (summary) summary.focus();
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
  window.setTimeout(() => { delete form.dataset.sent; }, 8000);
});
onHash();
