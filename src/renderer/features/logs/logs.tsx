import { ScrollText } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../../app/i18n.ts';
import { useSelectedHost } from '../../stores/hosts.ts';
import { useTiles } from '../../stores/tiles.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Page } from '../../ui/page.tsx';
import { NothingHere } from '../hosts/nothing-here.tsx';
import type { LogBuffer } from './log-buffer.ts';
import { compileFilter, type LogFilter, noFilter } from './log-filter.ts';
import { LogFooter } from './log-footer.tsx';
import { LogList } from './log-list.tsx';
import { chooseSource, type LogSource, replicaLabel, type SourceGroup, sourceGroups } from './log-sources.ts';
import { type LogOptions, LogToolbar } from './log-toolbar.tsx';
import { PinDialog } from './pin-dialog.tsx';
import { useLogKeys } from './use-log-keys.ts';
import { useLogTail } from './use-log-tail.ts';

interface LogsProps {
  readonly serviceId: string | null;
  readonly containerId: string | null;
}

export function Logs({ serviceId, containerId }: LogsProps) {
  const t = useText();
  const host = useSelectedHost();
  const groups = sourceGroups(useTiles(host?.id ?? null));
  const asked = `${host?.id}/${serviceId}/${containerId}`;
  const [picked, setPicked] = useState<{ asked: string; value: string } | null>(null);
  // Coming here by another link than last time overrules what was picked since.
  const value = picked?.asked === asked ? picked.value : null;
  const source = chooseSource(groups, { serviceId, containerId, value });
  return (
    <Page mode="fill" title={t('shell.screens.logs')}>
      {host && source ? (
        <LogReader
          hostId={host.id}
          groups={groups}
          source={source}
          onSource={(next) => setPicked({ asked, value: next })}
        />
      ) : (
        <NothingHere host={host} icon={ScrollText} title={t('logs.noContainers')} />
      )}
    </Page>
  );
}

interface LogReaderProps {
  readonly hostId: string;
  readonly groups: readonly SourceGroup[];
  readonly source: LogSource;
  readonly onSource: (value: string) => void;
}

function LogReader({ hostId, groups, source, onSource }: LogReaderProps) {
  const t = useText();
  const [filter, setFilter] = useState<LogFilter>(noFilter);
  const [options, setOptions] = useState<LogOptions>({ follow: true, timestamps: true, wrap: false });
  const compiled = useMemo(() => compileFilter(filter), [filter]);
  const searchRef = useRef<HTMLInputElement>(null);
  const scrollRef = useRef<HTMLDivElement>(null);
  const { buffer, view, ended, error, retry } = useLogTail(
    hostId,
    source.containers.map(({ id }) => id),
  );
  const [pinned, setPinned] = useState<readonly string[] | null>(null);
  const follow = (on: boolean): void => setOptions((last) => ({ ...last, follow: on }));

  useEffect(() => buffer.filter(compiled.test), [buffer, compiled]);
  useLogKeys({
    search: () => searchRef.current?.select(),
    first: () => {
      follow(false);
      scrollRef.current?.scrollTo({ top: 0 });
    },
    last: () => follow(true),
    follow: () => follow(!options.follow),
    clear: () => {
      setFilter(noFilter);
      scrollRef.current?.focus();
    },
  });

  const empty = view.shown === 0;
  return (
    <div className="flex h-full flex-col">
      <LogToolbar
        groups={groups}
        source={source.value}
        onSource={onSource}
        filter={filter}
        problem={compiled.problem}
        onFilter={setFilter}
        options={options}
        onOptions={setOptions}
        onClear={() => buffer.clear()}
        searchRef={searchRef}
      />
      {error && <ErrorPanel error={error} onRetry={retry} className="mb-2.5" />}
      <div className="relative flex min-h-0 flex-1 flex-col">
        <LogList
          key={source.value}
          buffer={buffer}
          view={view}
          follow={options.follow}
          onFollow={follow}
          timestamps={options.timestamps}
          wrap={options.wrap}
          pattern={compiled.pattern}
          replicas={
            source.containers.length > 1 ? source.containers.map(({ name }) => replicaLabel(name)) : []
          }
          scrollRef={scrollRef}
        />
        {empty && !error && (
          <div className="pointer-events-none absolute inset-0 flex flex-col items-center justify-center gap-3 text-muted">
            <p>{view.total > 0 ? t('logs.noMatch') : t(ended ? 'logs.ended' : 'logs.waiting')}</p>
            {view.total > 0 && (
              <Button className="pointer-events-auto" onClick={() => setFilter(noFilter)}>
                {t('logs.clearFilter')}
              </Button>
            )}
          </div>
        )}
      </div>
      <LogFooter
        view={view}
        ended={ended}
        follow={options.follow}
        onPin={() => setPinned(newestLines(buffer, view.shown))}
      />
      {pinned && <PinDialog lines={pinned} source={source.value} onClose={() => setPinned(null)} />}
    </div>
  );
}

/** So many of the newest shown lines are pinned at most. */
const pinnedAtMost = 500;

function newestLines(buffer: LogBuffer, shown: number): string[] {
  const lines: string[] = [];
  for (let index = Math.max(0, shown - pinnedAtMost); index < shown; index++) {
    const entry = buffer.at(index);
    if (!entry) continue;
    const { at } = entry.line;
    lines.push(at === null ? entry.plain : `${new Date(at).toISOString()} ${entry.plain}`);
  }
  return lines;
}
