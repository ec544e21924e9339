// What a site does once its customer has signed in: agents then see name and plan.
window.SwitchboardChat ||= [];
window.SwitchboardChat.push(['setUser', { name: 'Dana Okafor', plan: 'Mobile Unlimited' }]);
