import type { FoundProject, FoundService } from '../../../shared/domain/found-project.ts';
import { type Text, useText } from '../../app/i18n.ts';
import { Badge } from '../../ui/badge.tsx';

interface FoundProjectsProps {
  readonly projects: readonly FoundProject[];
  /** Those that the manual is not to cover. */
  readonly left: ReadonlySet<string>;
  readonly onToggle: (project: string) => void;
}

/** What runs on a host, by Compose project; names come from the server and are text only. */
export function FoundProjects({ projects, left, onToggle }: FoundProjectsProps) {
  const t = useText();
  if (projects.length === 0) return <p className="text-muted">{t('hosts.found.none')}</p>;
  return (
    <section aria-label={t('hosts.found.title')} className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-muted">{t('hosts.found.title')}</h3>
      {projects.map(({ project, composeFile, services }) => (
        <div key={project} className="rounded-lg border border-line bg-sunken p-3">
          <label className="flex items-baseline gap-2">
            <input
              type="checkbox"
              checked={!left.has(project)}
              onChange={() => onToggle(project)}
              className="translate-y-0.5"
            />
            <span className="min-w-0 flex-1 truncate font-medium" title={project}>
              {project}
            </span>
            <span className="text-xs whitespace-nowrap text-muted">
              {t('hosts.found.services', { count: services.length })}
            </span>
          </label>
          {composeFile !== null && (
            <p title={composeFile} className="truncate pl-5.5 font-mono text-2xs text-faint">
              {composeFile}
            </p>
          )}
          <ul className="mt-2 flex max-h-32 flex-wrap gap-1.5 overflow-y-auto pl-5.5">
            {services.map((service) => (
              <li key={service.service} title={service.image} className="max-w-full">
                <Badge tone={service.running > 0 ? 'up' : 'neutral'} className="max-w-full">
                  <span className="truncate">{serviceText(t, service)}</span>
                </Badge>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function serviceText(t: Text, { service, running, ports, healthPath }: FoundService): string {
  if (running === 0) return `${service} · ${t('hosts.found.stopped')}`;
  const [port] = ports;
  return port === undefined ? service : `${service} :${port}${healthPath ?? ''}`;
}
