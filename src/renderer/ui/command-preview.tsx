import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../app/i18n.ts';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

/** The commands an action stands for, as they would be typed on the server. Shown literally: names are hostile. */
export function CommandPreview({
  commands,
  className,
}: {
  readonly commands: readonly string[];
  readonly className?: string;
}) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(commands.join('\n'));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <figure
      aria-label={t('common.commands')}
      className={classes('relative rounded-lg border border-line bg-sunken', className)}
    >
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-56 overflow-auto rounded-lg py-2.5 pr-11 pl-3 whitespace-pre-wrap font-mono text-xs text-ink"
      >
        {commands.map((command) => (
          <code
            key={command}
            className="block pl-4 -indent-4 leading-5 break-words before:mr-2 before:text-faint before:content-['$'] before:select-none"
          >
            {command}
          </code>
        ))}
      </pre>
      <IconButton
        icon={copied ? Check : Copy}
        label={copied ? t('common.copied') : t('common.copy')}
        onClick={copy}
        className="absolute top-1.5 right-1.5"
      />
    </figure>
  );
}
