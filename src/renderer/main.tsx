import './app/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { App } from './app/app.tsx';
import { startI18n } from './app/i18n.ts';
import { followTheme } from './app/theme.ts';
import { call } from './bridge/ronda.ts';
import { startSubscription } from './stores/subscription.ts';

// Zod would otherwise probe `new Function`, which the content security policy rightly reports as an attack.
config({ jitless: true });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

followTheme();
startI18n();
startSubscription(call);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
