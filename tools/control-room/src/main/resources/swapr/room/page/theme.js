// Runs before the first paint, so that a chosen theme or mode does not flicker. Without a choice the system decides.
document.documentElement.dataset.theme = localStorage.getItem('swapr.room.theme') ?? 'system';
document.documentElement.dataset.present = sessionStorage.getItem('swapr.room.present') ?? 'false';
document.documentElement.dataset.explain = sessionStorage.getItem('swapr.room.explain') ?? 'false';
