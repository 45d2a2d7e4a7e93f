import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../shared/domain/settings.ts';
import { startI18n } from '../app/i18n.ts';
import { mirrors } from '../stores/mirrors.ts';
import { ErrorBoundary } from './error-boundary.tsx';

beforeEach(() => {
  mirrors.settings.setState({ entities: { settings: { ...defaultSettings, language: 'en' } } });
  startI18n();
  // React tells the console of every error that a boundary caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const rail = 'the rail';
const content = 'the screen';

test('a screen that fails says so, leaves what is around it, and comes back when tried again', async () => {
  let broken = true;
  function Screen() {
    if (broken) throw new Error('no such column');
    return <p>{content}</p>;
  }
  render(
    <>
      <nav>{rail}</nav>
      <ErrorBoundary>
        <Screen />
      </ErrorBoundary>
    </>,
  );
  expect(screen.getByRole('alert').textContent).toContain('no such column');
  expect(screen.getByText(rail)).not.toBeNull();
  broken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(screen.getByText(content)).not.toBeNull();
});
