'use strict';

// Everything shown was written by somebody else: it enters the page as text nodes only, never as markup.

const REFRESH_MILLIS = 2000;
const MAX_ROWS = 500;

const column = (title, value, options = {}) => ({ title, value, ...options });
const field = (title, name, options) => column(title, row => row[name], options);
const number = (title, name) => column(title, row => Number(row[name] ?? 0).toLocaleString('en'), { number: true });

const severityClass = row => ({ error: 'bad', warning: 'warn' })[row.severity] ?? '';
const serviceClass = row => ({ routed: 'good', refused: 'bad', conflict: 'bad' })[row.state] ?? 'warn';
const healthClass = row => ({ healthy: 'good', unhealthy: 'bad', pending: 'warn' })[row.health] ?? '';
const certificateClass = row => ({ good: 'good', unusable: 'bad' })[row.state] ?? 'warn';
const daysClass = row => (row.days_left < 0 ? 'bad' : row.days_left < 30 ? 'warn' : '');
const failed = row => (row.failures > 0 ? 'warn' : '');

const TABLES = {
  routes: [field('Host', 'host'), field('Path', 'path'), column('Over', row => row.over.join(', ')), field('Action', 'action'), field('To', 'to'),
    column('Rules', row => row.rules.join(', ')), number('Requests', 'requests'),
    column('5xx', row => row.responses['5xx'] ?? 0, { number: true }),
    column('p50', row => row.p50 ?? '', { number: true }), column('p99', row => row.p99 ?? '', { number: true })],
  services: [field('Service', 'service'), field('State', 'state', { tone: serviceClass }), field('Mode', 'mode'),
    number('Endpoints', 'endpoints'), field('Network', 'network'), column('Hosts', row => row.hosts.join(', ')),
    field('Path', 'path'), column('Redirects', row => row.redirects.join(', '))],
  endpoints: [field('Cluster', 'cluster'), field('Name', 'name'), field('Address', 'address'), field('State', 'state'),
    field('Health', 'health', { tone: healthClass }), field('Last error', 'health_error'),
    number('In flight', 'in_flight'), number('Idle', 'idle_connections'), number('Requests', 'requests'),
    column('Failures', row => row.failures, { number: true, tone: failed })],
  certificates: [field('Secret', 'secret'), field('State', 'state', { tone: certificateClass }),
    column('Hosts', row => row.hosts.join(', ')), field('Issuer', 'issuer'), field('Not after', 'not_after'),
    column('Days left', row => row.days_left ?? '', { number: true, tone: daysClass }), field('Key', 'key_type'),
    column('Services', row => row.services.join(', ')), column('Problems', row => row.problems.join(', '))],
  errors: [field('Severity', 'severity', { tone: severityClass }), field('Service', 'service'), field('Label', 'label'),
    field('Where', 'position'), field('What', 'message'), field('Remedy', 'hint'), field('Code', 'code')],
  clusters: [field('Cluster', 'cluster'), number('Count', 'count'), number('p50', 'p50'), number('p90', 'p90'),
    number('p99', 'p99'), number('p99.9', 'p99.9'), number('max', 'max')],
  snapshots: [number('Generation', 'generation'), column('When', row => new Date(row.at).toLocaleTimeString()),
    field('Changes', 'summary'), number('Compile µs', 'compile_us'), number('Swap µs', 'swap_us')],
};

const byId = id => document.getElementById(id);

function cell(kind, text, column, row) {
  const element = document.createElement(kind);
  element.textContent = text === undefined || text === '' ? '–' : String(text);
  if (column.number) element.classList.add('number');
  const tone = row && column.tone ? column.tone(row) : '';
  if (tone) element.classList.add(tone);
  return element;
}

function line(cells) {
  const row = document.createElement('tr');
  row.append(...cells);
  return row;
}

function show(id, rows) {
  const columns = TABLES[id];
  const wanted = byId('filter').value.toLowerCase();
  const texts = rows.map(row => ({ row, values: columns.map(c => c.value(row)) }));
  const found = texts.filter(({ values }) => values.join(' ').toLowerCase().includes(wanted));
  const lines = [line(columns.map(c => cell('th', c.title, c)))];
  for (const { row, values } of found.slice(0, MAX_ROWS)) {
    lines.push(line(columns.map((c, i) => cell('td', values[i], c, row))));
  }
  if (found.length === 0) {
    const none = cell('td', wanted ? 'nothing matches the filter' : 'none', {});
    none.colSpan = columns.length;
    none.classList.add('empty');
    lines.push(line([none]));
  }
  byId(id).replaceChildren(...lines);
  const hidden = found.length > MAX_ROWS ? `, first ${MAX_ROWS} shown` : '';
  byId(id + '-count').textContent = `${found.length}${hidden}`;
}

function showFacts(status) {
  const facts = {
    generation: status.generation,
    source: status.source.source + (status.source.fresh ? '' : ' (not read: ' + status.source.detail + ')'),
    listening: [...status.http, ...status.https.map(address => address + ' (TLS)')].join(', '),
    transport: `${status.transport}, ${status.loops} loops`,
    version: `${status.version} (${status.commit})`,
  };
  byId('facts').replaceChildren(...Object.entries(facts).map(([name, value]) => {
    const pair = document.createElement('div');
    const term = document.createElement('dt');
    const description = document.createElement('dd');
    term.textContent = name;
    description.textContent = String(value);
    pair.append(term, description);
    return pair;
  }));
  showState(status.ready ? 'ready' : 'not ready', status.ready ? 'good' : 'bad', status.reason);
}

function showState(text, tone, detail) {
  const state = byId('state');
  state.textContent = text;
  state.className = 'pill ' + tone;
  state.title = detail;
}

async function read(path) {
  const response = await fetch(path, { cache: 'no-store' });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}

function withLatency(routes, latencies) {
  const byName = new Map(latencies.map(one => [one.route, one]));
  return routes.map(route => ({ ...route, p50: byName.get(route.name)?.p50, p99: byName.get(route.name)?.p99 }));
}

let latest = null;

async function refresh() {
  try {
    const [status, routes, services, certificates, endpoints, errors, snapshots, latency] = await Promise.all([
      read('/api/v1/status'), read('/api/v1/routes'), read('/api/v1/services'), read('/api/v1/certs'),
      read('/api/v1/endpoints'), read('/api/v1/errors'), read('/api/v1/snapshots'), read('/latency?interval=1m')]);
    latest = {
      routes: withLatency(routes.routes, latency.routes),
      services: services.services,
      certificates: certificates.certificates,
      endpoints: endpoints.endpoints,
      errors: errors.errors,
      clusters: latency.clusters,
      snapshots: snapshots.snapshots,
    };
    showFacts(status);
    render();
    byId('updated').textContent = 'updated ' + new Date().toLocaleTimeString();
  } catch (failure) {
    showState('no answer', 'bad', String(failure));
  }
}

function render() {
  if (latest === null) return;
  byId('errors-section').hidden = latest.errors.length === 0;
  byId('certificates-section').hidden = latest.certificates.length === 0;
  for (const [id, rows] of Object.entries(latest)) show(id, rows);
}

async function run() {
  if (!document.hidden) await refresh();
  setTimeout(run, REFRESH_MILLIS);
}

byId('filter').addEventListener('input', render);
run();
