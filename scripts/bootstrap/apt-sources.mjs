/**
 * Takes a machine's apt sources and makes the ones for another suite of the same archive: same mirror, same keyring.
 *
 * @param {{text: string, format: 'deb822' | 'one-line'}[]} files
 * @param {{codename: string, suite: string}} change the release that runs, and the one that is wanted
 * @returns {string} deb822 stanzas, empty when no source of the running release's main archive was found
 */
export function sourcesForSuite(files, { codename, suite }) {
  const entries = files.flatMap(({ text, format }) =>
    format === 'deb822' ? parseStanzas(text) : parseLines(text),
  );
  const archives = entries.filter(
    ({ uris, suites, components }) =>
      suites.includes(codename) &&
      components.includes('main') &&
      uris.every((uri) => !uri.includes('-security')),
  );
  return archives
    .slice(0, 1)
    .map(
      ({ uris, signedBy }) =>
        `Types: deb\nURIs: ${uris.join(' ')}\nSuites: ${suite}\nComponents: main\n` +
        (signedBy === undefined ? '' : `Signed-By: ${signedBy}\n`),
    )
    .join('\n');
}

function parseStanzas(text) {
  return text
    .split(/\n\s*\n/)
    .map((stanza) => {
      const fields = new Map();
      for (const line of stanza.split('\n')) {
        const field = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
        if (field) fields.set(field[1].toLowerCase(), field[2].trim());
      }
      return fields;
    })
    .filter((fields) => words(fields.get('types')).includes('deb') && fields.get('enabled') !== 'no')
    .map((fields) => ({
      uris: words(fields.get('uris')),
      suites: words(fields.get('suites')),
      components: words(fields.get('components')),
      // An inlined key goes over many lines: apt's own keyrings serve for Debian's archive then.
      signedBy: fields.get('signed-by')?.startsWith('/') ? fields.get('signed-by') : undefined,
    }));
}

function parseLines(text) {
  return text
    .split('\n')
    .map((line) => /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.*)$/.exec(line.trim()))
    .filter((match) => match !== null)
    .map(([, options, uri, suite, components]) => ({
      uris: [uri],
      suites: [suite],
      components: words(components),
      signedBy: /(?:^|\s)signed-by=(\/\S+)/.exec(options ?? '')?.[1],
    }));
}

function words(text) {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}
