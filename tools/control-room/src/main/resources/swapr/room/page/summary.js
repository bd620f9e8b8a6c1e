// The journal of the faults, and the load that runs. The room answers without a start of ./swapr faults.
import { useAnswer, useSession } from '/room/pages.js';

/** The journal, newest first, and the load; both are empty in a marketplace whose room cannot cause faults. */
export function useSummary() {
  const session = useSession();
  const canCause = session?.mode === 'act' && session.site === 'local';
  const { data } = useAnswer('/room/api/faults/summary', () => false, () => canCause);
  return { journal: data?.journal ?? [], load: data?.load };
}

/** The load in one line; empty if there is none. */
export function loadText(load) {
  if (!load?.wanted) return '';
  const latency = name => (load[name] === undefined ? '' : `, ${name} ${load[name].toFixed(0)} ms`);
  const rate = name => (load[name] ?? 0).toFixed(1);
  return `Load ${load.wanted} orders/s: started ${rate('started')}, final ${rate('final')}`
    + (load.refused > 0 ? `, refused ${rate('refused')}` : '') + latency('p50') + latency('p99');
}
