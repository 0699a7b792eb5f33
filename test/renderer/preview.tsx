import { createRoot } from 'react-dom/client';

import { App } from '../../renderer/app.tsx';
import { fakeBridge, isWorld } from './fake-bridge.ts';

/** The real page over a fake engine: `?world=full` and so on. */
const world = new URLSearchParams(window.location.search).get('world');
const root = document.getElementById('root');
if (root) createRoot(root).render(<App bridge={fakeBridge(isWorld(world) ? world : 'full')} />);
