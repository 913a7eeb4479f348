module.exports = require('../../jest.preset.js')({ displayName: 'bi-commands-sql', kind: 'bi' });
