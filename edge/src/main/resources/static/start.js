// This script only adds the status lights and the copy buttons. The page works without it.
async function statesOf() {
  try {
    return await (await fetch('/start/states')).json();
  } catch { return {}; }
}
function show(light, up) {
  light.textContent = up ? 'up' : 'down';
  light.className = 'state ' + (up ? 'up' : 'down');
}
async function refresh() {
  if (document.hidden) return;
  const states = await statesOf();
  document.querySelectorAll('[data-service]').forEach(light => show(light, states[light.dataset.service]));
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
