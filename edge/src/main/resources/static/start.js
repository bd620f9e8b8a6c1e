// This script only adds the status lights and the copy buttons. The page works without it.
async function statesOf() {
  try {
    const answer = await fetch('/start/states');
    return answer.ok ? await answer.json() : null;
  } catch { return null; }
}
function show(light, up) {
  const state = up === undefined ? 'unknown' : up ? 'up' : 'down';
  light.textContent = state;
  light.className = 'state ' + state;
}
async function refresh() {
  if (document.hidden) return;
  const states = await statesOf();
  document.querySelectorAll('[data-service]').forEach(light => show(light, states?.[light.dataset.service]));
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
