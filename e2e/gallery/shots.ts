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
  ['service', 'trouble', [click('Open Warga')]],
  ['logs', 'green', [click('Logs of Warga')]],
  ['logs-many', 'many', [click('Logs of Layanan 1'), type('Search', 'iuran')]],
  ['backups', 'trouble', [click('Backups')]],
  ['restore-plan', 'green', [click('Backups'), click('Restore…')]],
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
  ['incident-broken', 'trouble', [click('Open incidentP3')]],
  ['open-incident', 'green', [click('Incidents'), click('Open an incident')]],
  ['settings', 'green', [click('Settings')]],
  ['settings-servers', 'trouble', [click('Settings'), click('Servers')]],
  ['settings-vault', 'green', [click('Settings'), click('Vault')]],
  ['settings-about', 'green', [click('Settings'), click('About')]],
  ['manual', 'green', [click('Manual')]],
  ['manual-incidents', 'green', [click('Manual'), click('Incidents')]],
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
];
