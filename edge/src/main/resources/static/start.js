// This script only adds the status lights and the copy buttons. The page works without it.
async function isUp(address) {
  try {
    const answer = await fetch(address, address.startsWith('/') ? {} : { mode: 'no-cors' });
    return answer.type === 'opaque' || ![502, 503, 504].includes(answer.status);
  } catch { return false; }
}
async function refresh() {
  if (document.hidden) return;
  await Promise.all([...document.querySelectorAll('[data-ask]')].map(async light => {
    const up = await isUp(light.dataset.ask);
    light.textContent = up ? 'up' : 'down';
    light.className = 'state ' + (up ? 'up' : 'down');
  }));
}
refresh();
setInterval(refresh, 5000);
document.addEventListener('visibilitychange', refresh);

for (const shell of document.querySelectorAll('.shell')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  shell.appendChild(button);
  button.onclick = async () => {
    const text = shell.querySelector('pre').textContent + '\n';
    try { await navigator.clipboard.writeText(text); button.textContent = 'Copied'; }
    catch { getSelection().selectAllChildren(shell.querySelector('pre')); button.textContent = 'Press Ctrl-C'; }
    setTimeout(() => button.textContent = 'Copy', 1500);
  };
}
