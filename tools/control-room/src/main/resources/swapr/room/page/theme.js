// Runs before the first paint, so that the chosen theme does not flicker. Without a choice the system decides.
document.documentElement.dataset.theme = localStorage.getItem('swapr.room.theme') ?? 'system';
