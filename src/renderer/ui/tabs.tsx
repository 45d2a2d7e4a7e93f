import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface TabsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly tabs: readonly { readonly value: V; readonly label: string; readonly content: ReactNode }[];
  readonly className?: string;
}

export function Tabs<V extends string>({ label, value, onChange, tabs, className }: TabsProps<V>) {
  return (
    <RadixTabs.Root
      value={value}
      onValueChange={(next) => onChange(next as V)}
      className={classes('flex min-h-0 flex-col', className)}
    >
      <RadixTabs.List
        aria-label={label} // Room for the ring of focus, which a scrolling parent would cut off
        className="flex gap-1 border-b border-line pt-1"
      >
        {tabs.map((tab) => (
          <RadixTabs.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px rounded-t-md border-b-2 border-transparent px-3 py-2 text-sm text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map((tab) => (
        <RadixTabs.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 pt-4">
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
