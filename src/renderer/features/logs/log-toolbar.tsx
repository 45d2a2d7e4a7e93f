import { ArrowDownToLine, Clock, Eraser, type LucideIcon, Regex, Search, WrapText } from 'lucide-react';
import type { RefObject } from 'react';
import { useText } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Input, Select } from '../../ui/field.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { LevelFrom, LogFilter, StreamChoice } from './log-filter.ts';
import { replicaLabel, type SourceGroup } from './log-sources.ts';

export interface LogOptions {
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly wrap: boolean;
}

interface LogToolbarProps {
  readonly groups: readonly SourceGroup[];
  readonly source: string;
  readonly onSource: (value: string) => void;
  readonly filter: LogFilter;
  readonly problem: string | null;
  readonly onFilter: (filter: LogFilter) => void;
  readonly options: LogOptions;
  readonly onOptions: (options: LogOptions) => void;
  readonly onClear: () => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

const levelChoices: readonly LevelFrom[] = ['all', 'debug', 'info', 'warn', 'error'];
const streamChoices: readonly StreamChoice[] = ['all', 'stdout', 'stderr'];

export function LogToolbar(props: LogToolbarProps) {
  const { groups, source, onSource, filter, problem, onFilter, options, onOptions, onClear, searchRef } =
    props;
  const t = useText();
  return (
    <div className="flex flex-wrap items-start gap-2 pb-2.5">
      <Select
        aria-label={t('logs.container')}
        value={source}
        onChange={(event) => onSource(event.target.value)}
        className="w-60"
      >
        {groups.map((group) => (
          <optgroup key={group.serviceId} label={group.name}>
            {group.sources.map(({ value, containers }) => (
              <option key={value} value={value}>
                {containers.length > 1
                  ? t('logs.allReplicas', { name: group.name, replicas: containers.length })
                  : group.sources.length > 1
                    ? t('logs.replica', {
                        name: group.name,
                        replica: replicaLabel(containers[0]?.name ?? ''),
                      })
                    : group.name}
              </option>
            ))}
          </optgroup>
        ))}
      </Select>
      <div className="min-w-52 flex-1">
        <div className="relative">
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
          <Input
            ref={searchRef}
            type="search"
            aria-label={t('logs.search')}
            aria-invalid={problem !== null || undefined}
            aria-describedby={problem === null ? undefined : 'log-search-problem'}
            placeholder={t('logs.search')}
            value={filter.text}
            onChange={(event) => onFilter({ ...filter, text: event.target.value })}
            className={classes('pr-9 pl-8', filter.regex && 'font-mono text-xs')}
          />
          <Tooltip text={t('logs.regex')}>
            <button
              type="button"
              aria-label={t('logs.regex')}
              aria-pressed={filter.regex}
              onClick={() => onFilter({ ...filter, regex: !filter.regex })}
              className="absolute top-1 right-1 flex size-6 items-center justify-center rounded text-faint hover:bg-line/60 hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              <Regex aria-hidden className="size-4" />
            </button>
          </Tooltip>
        </div>
        {problem !== null && (
          <p id="log-search-problem" role="alert" className="pt-1 text-xs text-down">
            {t('logs.badRegex')}
            <span className="ml-1 font-mono text-2xs">{problem}</span>
          </p>
        )}
      </div>
      <Select
        aria-label={t('logs.level')}
        value={filter.level}
        onChange={(event) => onFilter({ ...filter, level: event.target.value as LevelFrom })}
        className="w-40"
      >
        {levelChoices.map((level) => (
          <option key={level} value={level}>
            {t(`logs.levels.${level}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('logs.stream')}
        value={filter.stream}
        onChange={(event) => onFilter({ ...filter, stream: event.target.value as StreamChoice })}
        className="w-36"
      >
        {streamChoices.map((stream) => (
          <option key={stream} value={stream}>
            {t(`logs.streams.${stream}`)}
          </option>
        ))}
      </Select>
      <div className="flex items-center gap-1">
        <Toggle
          icon={ArrowDownToLine}
          label={t('logs.follow')}
          on={options.follow}
          onToggle={(follow) => onOptions({ ...options, follow })}
        />
        <Toggle
          icon={Clock}
          label={t('logs.timestamps')}
          on={options.timestamps}
          onToggle={(timestamps) => onOptions({ ...options, timestamps })}
        />
        <Toggle
          icon={WrapText}
          label={t('logs.wrap')}
          on={options.wrap}
          onToggle={(wrap) => onOptions({ ...options, wrap })}
        />
        <Button variant="ghost" icon={Eraser} onClick={onClear}>
          {t('logs.clear')}
        </Button>
      </div>
    </div>
  );
}

function Toggle({
  icon: Icon,
  label,
  on,
  onToggle,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
}) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        onClick={() => onToggle(!on)}
        className="flex size-8 items-center justify-center rounded-md border border-transparent text-faint hover:bg-line/60 hover:text-ink aria-pressed:border-accent/40 aria-pressed:bg-accent-soft aria-pressed:text-accent"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </Tooltip>
  );
}
