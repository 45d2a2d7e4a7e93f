export interface Shot {
  readonly name: string;
  readonly scenario: string;
  readonly theme: 'dark' | 'light';
  readonly language: 'id' | 'en';
  readonly width: number;
  readonly height: number;
  /** Scripts run in the page, one after another. */
  readonly steps: readonly string[];
}

/** Clicks what has this accessible name or text; throws when there is nothing of it. */
const click = (name: string): string => `(() => {
  const all = [...document.querySelectorAll('button, a, [role=tab], [role=option], summary')];
  const label = (el) => (el.getAttribute('aria-label') ?? el.textContent ?? '').trim();
  const hit = all.find((el) => label(el) === ${JSON.stringify(name)}) ?? all.find((el) => label(el).startsWith(${JSON.stringify(name)}));
  if (!hit) throw new Error('nothing named ' + ${JSON.stringify(name)});
  hit.focus();
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
    hit.dispatchEvent(new (type.startsWith('p') ? PointerEvent : MouseEvent)(type, { bubbles: true, button: 0 }));
})()`;

/** Clicks a tab of the page: the rail may hold something of the same name. */
const tab = (name: string): string => `(() => {
  const hit = [...document.querySelectorAll('[role=tab]')].find((el) => el.textContent === ${JSON.stringify(name)});
  if (!hit) throw new Error('no tab ' + ${JSON.stringify(name)});
  hit.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
})()`;

/** Brings what has this label to the top of its pane. */
const scrollTo = (label: string): string => `(() => {
  const hit = document.querySelector('[aria-label=${JSON.stringify(label)}]');
  if (!hit) throw new Error('nothing labelled ' + ${JSON.stringify(label)});
  hit.scrollIntoView();
})()`;

/** Clicks a button in the table's row that holds this text. */
const inRow = (text: string, name: string): string => `(() => {
  const row = [...document.querySelectorAll('tr')].find((el) => el.textContent.includes(${JSON.stringify(text)}));
  const hit = [...(row?.querySelectorAll('button') ?? [])].find((el) => el.textContent === ${JSON.stringify(name)});
  if (!hit) throw new Error('no row with ' + ${JSON.stringify(`${text}: ${name}`)});
  hit.click();
})()`;

/** Types into what has this accessible name. */
const type = (label: string, text: string): string => `(() => {
  const input = [...document.querySelectorAll('input, textarea')].find((el) =>
    (el.getAttribute('aria-label') ?? el.labels?.[0]?.textContent ?? '').startsWith(${JSON.stringify(label)}));
  if (!input) throw new Error('no field ' + ${JSON.stringify(label)});
  const proto = input instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value').set.call(input, ${JSON.stringify(text)});
  input.dispatchEvent(new Event('input', { bubbles: true }));
})()`;

const press = (key: string, modifier = false): string =>
  `window.dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(key)}, ctrlKey: ${modifier}, bubbles: true }))`;

type Plan = [name: string, scenario: string, steps: string[], size?: 'big'];

const english: Plan[] = [
  ['first-run', 'first-run', []],
  ['add-host', 'first-run', [click('Add a server')]],
  ['overview-green', 'green', []],
  ['overview-trouble', 'trouble', []],
  ['overview-trouble-big', 'trouble', [], 'big'],
  ['overview-lost', 'lost', []],
  ['overview-many', 'many', [], 'big'],
  ['host-key', 'host-key', []],
  ['secret', 'secret', []],
  ['notices', 'notices', []],
  ['restart', 'green', [click('Restart Warga')]],
  ['services', 'trouble', [click('Services')]],
  ['services-big', 'trouble', [click('Services')], 'big'],
  ['services-many', 'many', [click('Services')]],
  ['service', 'trouble', [click('Open Warga')]],
  ['service-plot', 'trouble', [click('Open Warga'), scrollTo('Response time')]],
  [
    'service-usage',
    'trouble',
    [
      click('Open Warga'),
      scrollTo('Response time'),
      "document.querySelector('[aria-label^=CPU]').closest('section').scrollIntoView()",
    ],
  ],
  ['service-history', 'trouble', [click('Open Warga'), scrollTo('Check history')]],
  ['connecting', 'connecting', []],
  ['young', 'young', []],
  ['logs', 'green', [click('Logs of Warga')]],
  ['logs-many', 'many', [click('Logs of Layanan 1'), type('Search', 'iuran')]],
  ['logs-big', 'green', [click('Logs of Warga')], 'big'],
  ['logs-none', 'connecting', [click('Logs')]],
  ['backups', 'trouble', [click('Backups')]],
  ['backups-big', 'trouble', [click('Backups')], 'big'],
  ['backups-none', 'young', [click('Backups')]],
  [
    'backup-detail',
    'trouble',
    [click('Backups'), "document.querySelector('main td [aria-expanded]').click()"],
  ],
  ['restore-plan', 'green', [click('Backups'), click('Restore…')]],
  ['restore-refused', 'refused-restore', [click('Backups'), click('Restore…')]],
  ['restore-confirm', 'green', [click('Backups'), click('Restore…'), click('Go on to confirm')]],
  [
    'restore-run',
    'green',
    [
      click('Backups'),
      click('Restore…'),
      click('Go on to confirm'),
      type('Type', 'warga.db'),
      click('Restore now'),
    ],
  ],
  ['incidents', 'trouble', [click('Incidents')]],
  ['incident', 'trouble', [click('Open incidentP2')]],
  ['incident-big', 'trouble', [click('Open incidentP2')], 'big'],
  ['incident-closed', 'trouble', [click('Incidents'), click('Closed')]],
  ['incident-broken', 'trouble', [click('Open incidentP3')]],
  ['incident-board', 'trouble', [click('Incidents'), click('Board')]],
  ['incident-calendar', 'trouble', [click('Incidents'), click('Calendar')]],
  ['incident-figures', 'trouble', [click('Incidents'), click('Figures')]],
  ['log-pin', 'trouble', [click('Logs of AI'), click('Pin into an incident')]],
  ['open-incident', 'green', [click('Incidents'), click('Open an incident')]],
  ['hosts-menu', 'many', [click('Server')]],
  ['jobs-menu', 'trouble', [click('Back up warga')]],
  ['settings-big', 'green', [click('Settings')], 'big'],
  ['settings-vault-locked', 'notices', [click('Settings'), click('Vault')]],
  ['settings', 'green', [click('Settings')]],
  ['settings-encrypted', 'encrypted', [click('Settings')]],
  ['settings-servers', 'trouble', [click('Settings'), click('Servers')]],
  ['settings-server-copy', 'trouble', [click('Settings'), click('Servers'), scrollTo('On its disk')]],
  ['settings-alerts', 'green', [click('Settings'), click('Alerts')]],
  ['settings-alerts-trouble', 'trouble', [click('Settings'), click('Alerts')]],
  ['settings-alerts-quiet', 'trouble', [click('Settings'), click('Alerts'), scrollTo('Who hears of what')]],
  ['check-settings', 'green', [click('Open Warga'), click('Settings…'), type('Every', '22x')]],
  ['restore-test', 'green', [click('Backups'), click('Restore test…')]],
  ['inside-rows', 'green', [click('Backups'), click('Look inside…')]],
  ['inside-rows-big', 'green', [click('Backups'), click('Look inside…')], 'big'],
  ['inside-none', 'green', [click('Backups'), click('Look inside…'), type('Search in', 'zzz')]],
  ['inside-structure', 'green', [click('Backups'), click('Look inside…'), tab('Structure')]],
  ['inside-compare', 'green', [click('Backups'), click('Look inside…'), tab('Compare')]],
  ['images', 'green', [click('Backups'), tab('Images')]],
  ['image-load', 'green', [click('Backups'), tab('Images'), click('Load…')]],
  [
    'image-push',
    'green',
    [
      click('Backups'),
      tab('Images'),
      click('Push to a registry…'),
      type('Name in the registry', 'registry.example/rt04/warga:1.4.0'),
    ],
  ],
  ['data', 'green', [click('Backups'), tab('JSON data')]],
  ['data-none', 'young', [click('Backups'), tab('JSON data')]],
  ['data-put-back', 'green', [click('Backups'), tab('JSON data'), click('Put back…')]],
  ['data-remote', 'green', [click('Backups'), tab('JSON data'), click('Remote…')]],
  ['data-commit', 'green', [click('Backups'), tab('JSON data'), click('Show…')]],
  ['environment', 'green', [click('Backups'), tab('Environment')]],
  ['environment-none', 'young', [click('Backups'), tab('Environment')]],
  ['environment-keys', 'green', [click('Backups'), tab('Environment'), click('Keys…')]],
  ['environment-shown', 'green', [click('Backups'), tab('Environment'), click('Keys…'), click('Show')]],
  ['environment-export', 'green', [click('Backups'), tab('Environment'), click('Export…')]],
  ['environment-restore', 'green', [click('Backups'), tab('Environment'), click('Put back…')]],
  ['configuration', 'green', [click('Backups'), tab('Environment'), scrollTo('Configuration files')]],
  [
    'configuration-change',
    'green',
    [click('Backups'), tab('Environment'), inRow('compose.yaml', 'Snapshots…'), click('Show what changed')],
  ],
  [
    'configuration-restore',
    'green',
    [click('Backups'), tab('Environment'), inRow('data-store.json', 'Put back…')],
  ],
  ['rebuild', 'green', [click('Backups'), tab('Rebuild')]],
  ['rebuild-gaps', 'trouble', [click('Backups'), tab('Rebuild')]],
  ['rebuild-none', 'young', [click('Backups'), tab('Rebuild')]],
  ['rebuild-plan', 'green', [click('Backups'), tab('Rebuild'), click('Rebuild…')]],
  [
    'rebuild-confirm',
    'green',
    [click('Backups'), tab('Rebuild'), click('Rebuild…'), click('Go on to confirm')],
  ],
  ['archives', 'green', [click('Backups'), tab('Files and volumes')]],
  ['archives-away', 'lost', [click('Backups'), tab('Files and volumes')]],
  [
    'archive-restore',
    'green',
    [
      click('Backups'),
      tab('Files and volumes'),
      "document.querySelector('[aria-label=Archives] button:last-child').closest('tr').querySelectorAll('button')[1].click()",
    ],
  ],
  ['backup-plan', 'green', [click('Backups'), click('Change…')]],
  ['found-databases', 'green', [click('Backups'), click('Look…')]],
  ['prune', 'green', [click('Backups'), click('Clean up…')]],
  ['silence', 'green', [click('Open Warga'), click('Silence…')]],
  ['silences', 'trouble', [click('Settings'), click('Alerts'), scrollTo('Silences and maintenance windows')]],
  ['settings-alerts-outbox', 'trouble', [click('Settings'), click('Alerts'), scrollTo('Messages')]],
  ['settings-vault', 'green', [click('Settings'), click('Vault')]],
  ['settings-about', 'green', [click('Settings'), click('About')]],
  ['manual', 'green', [click('Manual')]],
  ['manual-incidents', 'green', [click('Manual'), tab('Incidents')]],
  ['manual-maintenance', 'green', [click('Manual'), tab('Maintenance')]],
  ['manual-backups', 'green', [click('Manual'), tab('Backups')]],
  ['palette', 'green', [press('k', true)]],
];

export const shots: readonly Shot[] = [
  ...(['dark', 'light'] as const).flatMap((theme) =>
    english.map(
      ([name, scenario, steps, size]): Shot => ({
        name,
        scenario,
        theme,
        language: 'en',
        width: size === 'big' ? 1920 : 1280,
        height: size === 'big' ? 1080 : 800,
        steps,
      }),
    ),
  ),
  ...(['first-run', 'green', 'trouble', 'lost', 'host-key'] as const).map(
    (scenario): Shot => ({
      name: `id-${scenario}`,
      scenario,
      theme: scenario === 'trouble' ? 'light' : 'dark',
      language: 'id',
      width: 1280,
      height: 800,
      steps: [],
    }),
  ),
  ...(['light', 'dark'] as const).map(
    (theme): Shot => ({
      name: 'id-second-copy',
      scenario: 'encrypted',
      theme,
      language: 'id',
      width: 1280,
      height: 800,
      steps: [click('Pengaturan')],
    }),
  ),
  ...(
    [
      ['configuration', [scrollTo('Berkas konfigurasi')]],
      ['configuration-restore', [inRow('data-store.json', 'Kembalikan…')]],
    ] as const
  ).map(
    ([name, steps]): Shot => ({
      name: `id-${name}`,
      scenario: 'green',
      theme: 'light',
      language: 'id',
      width: 1280,
      height: 800,
      steps: [click('Cadangan'), tab('Environment'), ...steps],
    }),
  ),
];
