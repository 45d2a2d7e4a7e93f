import { Component, type ReactNode } from 'react';
import { type ErrorShape, toErrorShape } from '../../shared/errors.ts';
import { ErrorPanel } from './error-panel.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/**
 * Keeps a screen that fails while it is drawn from taking the whole window with it. Give it a `key` that changes
 * with what it holds, so that going elsewhere begins anew.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: ErrorShape | null }> {
  override state: { readonly error: ErrorShape | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: ErrorShape } {
    return { error: toErrorShape(error) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className="p-5">
        <ErrorPanel error={error} onRetry={() => this.setState({ error: null })} />
      </div>
    );
  }
}
