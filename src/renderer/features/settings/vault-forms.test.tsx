import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../shared/bridge.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { RondaError } from '../../../shared/errors.ts';
import { startI18n } from '../../app/i18n.ts';
import { mirrors } from '../../stores/mirrors.ts';
import { CreateVault, UnlockVault } from './vault-forms.tsx';

const start = vi.fn<Bridge['start']>();

beforeEach(() => {
  start.mockReset().mockResolvedValue({ ok: true, output: {} });
  Object.defineProperty(window, 'ronda', {
    configurable: true,
    value: {
      start,
      cancel: () => undefined,
      onEvent: () => () => undefined,
      pathOf: () => '',
    } satisfies Bridge,
  });
  mirrors.settings.setState({ entities: { settings: { ...defaultSettings, language: 'en' } } });
  startI18n();
});
afterEach(cleanup);

test('without a keyring a vault is made only with a passphrase typed twice alike', async () => {
  render(<CreateVault keyring={false} />);
  const create = screen.getByRole('button', { name: 'Create the vault' });
  await userEvent.type(screen.getByLabelText('Passphrase'), 'pendek');
  await userEvent.click(create);
  expect(screen.getAllByRole('alert').map((note) => note.textContent)).toEqual([
    'At least 8 characters',
    'The two are different',
  ]);
  expect(start).not.toHaveBeenCalled();
  await userEvent.type(screen.getByLabelText('Passphrase'), ' tapi aman');
  await userEvent.type(screen.getByLabelText('Repeat the passphrase'), 'pendek tapi aman');
  await userEvent.click(create);
  expect(start).toHaveBeenCalledWith(expect.any(String), 'vault.create', { passphrase: 'pendek tapi aman' });
});

test('with a keyring no passphrase leaves the window', async () => {
  render(<CreateVault keyring />);
  await userEvent.click(screen.getByRole('button', { name: 'Create the vault' }));
  expect(start).toHaveBeenCalledWith(expect.any(String), 'vault.create', { passphrase: null });
});

test('a wrong passphrase is told, and not kept in the field', async () => {
  start.mockResolvedValue({ ok: false, error: new RondaError('vault.wrong-passphrase').toShape() });
  render(<UnlockVault />);
  const field = screen.getByLabelText('Passphrase');
  await userEvent.type(field, 'salah besar{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('does not open the vault');
  expect(field).toHaveProperty('value', '');
});
