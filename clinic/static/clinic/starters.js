// Starts the choosers and lists of forms in Wagtail's own screens without inline scripts: see clinic/http/choosers.py
// and templates/wagtailadmin/panels/.
(() => {
  class Starter extends window.StimulusModule.Controller {
    static values = { kind: String, arguments: Array };

    connect() {
      // A form that is moved within its list is connected again.
      if (this.element.dataset.started) return;
      this.element.dataset.started = "yes";
      const isClass = /^[A-Z]/.test(this.kindValue);
      const start = () => {
        if (isClass) new window[this.kindValue](...this.argumentsValue);
        else window[this.kindValue](...this.argumentsValue);
      };
      // The form's own scripts, which bring the class, may still be on their way.
      if (window[this.kindValue]) start();
      else window.addEventListener("load", start, { once: true });
    }
  }

  window.wagtail.app.register("clinic-starter", Starter);
})();
