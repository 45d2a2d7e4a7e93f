import { cleanup, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { type LogKeys, useLogKeys } from './use-log-keys.ts';

afterEach(cleanup);

function setUp(dialog = false) {
  const keys = { search: vi.fn(), first: vi.fn(), last: vi.fn(), follow: vi.fn(), clear: vi.fn() };
  function View({ given }: { readonly given: LogKeys }) {
    useLogKeys(given);
    return (
      <>
        <input type="search" aria-label="search" />
        <input type="text" aria-label="other" />
        {dialog && <div role="dialog" />}
      </>
    );
  }
  return { keys, view: render(<View given={keys} />) };
}

test('the keys of less work where nothing is typed', async () => {
  const { keys } = setUp();
  await userEvent.keyboard('/gGf{Escape}');
  for (const each of Object.values(keys)) expect(each).toHaveBeenCalledTimes(1);
});

test('typing in the search is typing, and Escape leaves it', async () => {
  const { keys, view } = setUp();
  await userEvent.type(view.getByLabelText('search'), 'gf/{Escape}');
  expect(keys.first).not.toHaveBeenCalled();
  expect(keys.search).not.toHaveBeenCalled();
  expect(keys.clear).toHaveBeenCalledTimes(1);
  await userEvent.type(view.getByLabelText('other'), 'G{Escape}');
  expect(keys.last).not.toHaveBeenCalled();
  expect(keys.clear).toHaveBeenCalledTimes(1);
});

test('keys of the window and of an open dialog are left alone', async () => {
  const { keys } = setUp(true);
  await userEvent.keyboard('gG{Escape}');
  expect([keys.first, keys.last, keys.clear].flatMap((each) => each.mock.calls)).toEqual([]);
});
